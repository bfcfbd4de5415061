/** Lines of the newest run, by node, level and what they hold. */
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { runOf, runsStore } from "../stores/runs.ts";
import { useDocument, useSelection, useSession } from "../stores/session.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { GridColumn } from "../ui/data-grid-types.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";
import { Switch } from "../ui/switch.tsx";
import { filterLines, logLines, type Level, type LogLine } from "./log-lines.ts";
import "./log-panel.css";

const EVERY = "every";
const SEVERAL = "several";

export function LogPanel() {
  const file = useDocument((state) => state.file);
  const nodes = useDocument((state) => state.head?.root.pipeline.nodes);
  const run = useStore(runsStore, (state) => runOf(state, file)?.snapshot.run ?? "");
  const failure = useStore(runsStore, (state) => runOf(state, file)?.snapshot.failure ?? null);
  const said = useStore(runsStore, (state) => state.logs.get(run));
  const { selection } = useSession();
  const selected = useSelection((state) => state.nodes);
  const [query, setQuery] = useState("");
  const [level, setLevel] = useState<Level>("all");
  const [follow, setFollow] = useState(true);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(() => logLines(said ?? [], failure), [said, failure]);
  const rows = useMemo(() => filterLines(lines, { level, nodes: selected, query }), [lines, level, selected, query]);
  const columns = useMemo(() => columnsOf((id) => nodes?.get(id)?.name ?? id), [nodes]);
  if (run === "")
    return (
      <EmptyState size="small" icon="terminal" title="No run yet">
        What a run says, and what console sinks print, stands here.
      </EmptyState>
    );
  const [only] = selected;
  return (
    <div className="log-panel">
      <div className="log-panel-tools">
        <SearchField
          size="small"
          value={query}
          onChange={setQuery}
          placeholder="Find in the log"
          matches={query === "" ? undefined : String(rows.length)}
        />
        <Segmented
          aria-label="Which lines"
          size="small"
          value={level}
          options={[
            { value: "all", label: "All" },
            { value: "warn", label: "Warnings and errors" },
            { value: "print", label: "Printed" },
          ]}
          onChange={setLevel}
        />
        <Select
          aria-label="Of which node"
          size="small"
          value={selected.size === 0 ? EVERY : selected.size === 1 ? (only ?? EVERY) : SEVERAL}
          options={[
            { value: EVERY, label: "Every node" },
            ...(selected.size > 1 ? [{ value: SEVERAL, label: `${selected.size} selected nodes` }] : []),
            ...[...(nodes?.values() ?? [])].map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(id) => {
            if (id === EVERY) selection.clear();
            else if (id !== SEVERAL) selection.select([id]);
          }}
        />
        <span className="log-panel-grow" />
        <Switch checked={follow} onChange={setFollow}>
          Follow
        </Switch>
      </div>
      <DataGrid
        label="Log"
        rows={rows}
        rowId={({ id }) => id}
        selected={chosen}
        onSelect={setChosen}
        selection="many"
        follow={follow}
        columns={columns}
        empty={
          lines.length === 0 ? (
            <p className="log-panel-empty">The run has said nothing yet.</p>
          ) : (
            <p className="log-panel-empty">
              None of {lines.length} lines is like that.{" "}
              <Button
                size="small"
                onClick={() => {
                  setQuery("");
                  setLevel("all");
                  selection.clear();
                }}
              >
                Show all
              </Button>
            </p>
          )
        }
      />
    </div>
  );
}

function columnsOf(nameOf: (node: string) => string): readonly GridColumn<LogLine>[] {
  return [
    {
      id: "time",
      title: "time",
      quiet: true,
      widthPx: 112,
      value: ({ atMs }) => new Date(atMs).toISOString().slice(11, 23),
    },
    {
      id: "level",
      title: "level",
      widthPx: 64,
      value: ({ level }) => level,
      render: ({ level }) => <span className={`log-panel-${level}`}>{level}</span>,
    },
    {
      id: "node",
      title: "node",
      widthPx: 130,
      value: ({ node }) => (node === null ? "" : nameOf(node)),
      render: ({ node }) => <span className="log-panel-node">{node === null ? "" : nameOf(node)}</span>,
    },
    { id: "message", title: "message", widthPx: 620, value: ({ message }) => message },
  ];
}
