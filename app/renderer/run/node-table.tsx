/** What each node does now and did so far. */
import { useMemo } from "react";
import { useSelection, useSession } from "../stores/session.tsx";
import { workspaceStore } from "../stores/workspace.ts";
import { Chip } from "../ui/chip.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { GridColumn } from "../ui/data-grid-types.ts";
import { count, rate } from "./figures.ts";
import type { NodeRow } from "./node-rows.ts";
import { Spark } from "./spark.tsx";

export function NodeTable({ rows, over }: { readonly rows: readonly NodeRow[]; readonly over: boolean }) {
  const { selection } = useSession();
  const selected = useSelection((state) => state.nodes);
  const columns = useMemo(() => columnsOf(over), [over]);
  return (
    <DataGrid<NodeRow>
      label="Nodes"
      rows={rows}
      rowId={({ id }) => id}
      rowPx={28}
      selection="one"
      selected={selected}
      onSelect={(ids) => selection.select(ids)}
      onOpen={(id) => {
        workspaceStore.setState({ mode: "draw" });
        selection.show(id);
      }}
      columns={columns}
      empty="No nodes."
    />
  );
}

function columnsOf(over: boolean): readonly GridColumn<NodeRow>[] {
  const speed = (perSecond: number | null): string => (perSecond === null || over ? "" : rate(perSecond));
  const some = (value: number): string => (value === 0 ? "" : count(value));
  return [
    {
      id: "name",
      title: "node",
      widthPx: 190,
      value: ({ name }) => name,
      render: ({ name, kind, icon }) => (
        <span className="node-table-name">
          <Chip kind={kind === "unknown" ? "transform" : kind} icon={icon} bare />
          {name}
        </span>
      ),
    },
    {
      id: "rate",
      title: "last minute",
      widthPx: 104,
      value: ({ spark }) => spark.map((point) => Math.round(point)).join(" "),
      render: ({ spark, kind }) => (
        <span className={`ui-kind-${kind === "unknown" ? "transform" : kind}`}>
          <Spark points={spark} width={80} height={14} />
        </span>
      ),
    },
    { id: "in", title: "in", numeric: true, widthPx: 76, value: (row) => speed(row.inPerSecond) },
    { id: "out", title: "out", numeric: true, widthPx: 76, value: (row) => speed(row.outPerSecond) },
    { id: "total", title: "total", numeric: true, widthPx: 70, value: ({ total }) => count(total) },
    { id: "entries", title: "keys kept", numeric: true, widthPx: 76, value: ({ entries }) => some(entries) },
    {
      id: "failed",
      title: "failed",
      numeric: true,
      widthPx: 64,
      value: ({ failed }) => some(failed),
      render: ({ failed }) => <span className="node-table-bad">{some(failed)}</span>,
    },
    { id: "dropped", title: "not passed on", quiet: true, widthPx: 130, value: ({ dropped }) => dropped },
  ];
}
