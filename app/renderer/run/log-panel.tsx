/** Lines of the newest run, by node and level. */
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { RunLogLine } from "../../../shared/protocol/run.ts";
import { runOf, runsStore } from "../stores/runs.ts";
import { useDocument, useSelection } from "../stores/session.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Switch } from "../ui/switch.tsx";
import "./log-panel.css";

type Level = "all" | "warn" | "print";
const none: readonly RunLogLine[] = [];

export function LogPanel() {
  const file = useDocument((state) => state.file);
  const names = useDocument((state) => state.head?.root.pipeline.nodes);
  const run = useStore(runsStore, (state) => runOf(state, file)?.snapshot.run ?? "");
  const lines = useStore(runsStore, (state) => state.logs.get(run) ?? none);
  const selected = useSelection((state) => state.nodes);
  const [query, setQuery] = useState("");
  const [level, setLevel] = useState<Level>("all");
  const [follow, setFollow] = useState(true);
  const rows = useMemo(
    () =>
      lines
        .map((line, index) => ({ ...line, index }))
        .filter(
          (line) =>
            level === "all" ||
            (level === "print" ? line.level === "print" : line.level === "warn" || line.level === "error"),
        )
        .filter((line) => selected.size === 0 || (line.node !== null && selected.has(line.node)))
        .filter((line) => query === "" || line.message.toLowerCase().includes(query.toLowerCase())),
    [lines, level, selected, query],
  );
  if (run === "")
    return (
      <EmptyState size="small" icon="terminal" title="No run yet">
        What a run says, and what console sinks print, stands here.
      </EmptyState>
    );
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
        {selected.size > 0 && <span>of the selected nodes</span>}
        <span className="log-panel-grow" />
        <Switch checked={follow} onChange={setFollow}>
          Follow
        </Switch>
      </div>
      <DataGrid
        label="Log"
        rows={rows}
        rowId={({ index }) => String(index)}
        follow={follow}
        columns={[
          {
            id: "time",
            title: "time",
            quiet: true,
            widthPx: 110,
            value: ({ atMs }) => new Date(atMs).toISOString().slice(11, 23),
          },
          {
            id: "level",
            title: "level",
            widthPx: 64,
            value: (line) => line.level,
            render: (line) => <span className={`log-panel-${line.level}`}>{line.level}</span>,
          },
          {
            id: "node",
            title: "node",
            widthPx: 160,
            value: ({ node }) => (node === null ? "" : (names?.get(node)?.name ?? node)),
          },
          { id: "message", title: "message", widthPx: 800, value: ({ message }) => message },
        ]}
        empty="No line like that."
      />
    </div>
  );
}
