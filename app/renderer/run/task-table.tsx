/** The tasks of this process: a part of the topology on one partition each. */
import { useMemo } from "react";
import { printInstant } from "../../../shared/records/instants.ts";
import type { RunTask } from "../../../shared/protocol/run.ts";
import { useAnalysis, useDocument } from "../stores/session.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { GridColumn } from "../ui/data-grid-types.ts";
import { count } from "./figures.ts";
import { inFlowOrder } from "./node-rows.ts";

export interface TaskTableProps {
  readonly tasks: readonly RunTask[];
  /** The run is over: these are the tasks that it had at its end. */
  readonly over: boolean;
}

export function TaskTable({ tasks, over }: TaskTableProps) {
  const topology = useAnalysis((state) => state.topology ?? state.lastTopology);
  const pipeline = useDocument((state) => state.head?.root.pipeline);
  const work = useMemo(
    () =>
      new Map(
        (topology?.subTopologies ?? []).map(({ id, nodes }) => {
          const members = new Set(nodes.map(({ node }) => node));
          const order = pipeline === undefined ? [] : inFlowOrder(pipeline).filter((node) => members.has(node));
          return [id, order.map((node) => pipeline?.nodes.get(node)?.name ?? node).join(", ")];
        }),
      ),
    [topology, pipeline],
  );
  const rows = useMemo(() => tasks.toSorted((a, b) => a.id.localeCompare(b.id, "en", { numeric: true })), [tasks]);
  const columns = useMemo(
    (): readonly GridColumn<RunTask>[] => [
      { id: "id", title: "task", widthPx: 64, value: ({ id }) => id },
      {
        id: "work",
        title: "does",
        widthPx: 300,
        value: ({ id }) => work.get(id.replace(/_\d+$/, "")) ?? "",
        render: ({ id }) => <span className="task-table-work">{work.get(id.replace(/_\d+$/, "")) ?? ""}</span>,
      },
      { id: "partition", title: "partition", numeric: true, widthPx: 70, value: ({ partition }) => String(partition) },
      { id: "state", title: "state", widthPx: 90, value: ({ state }) => (over ? "stopped" : state) },
      { id: "lag", title: "lag", numeric: true, widthPx: 64, value: ({ lag }) => (lag === null ? "–" : count(lag)) },
      {
        id: "time",
        title: "stream time",
        widthPx: 198,
        quiet: true,
        value: ({ streamTimeMs }) => (streamTimeMs < 0 ? "" : printInstant(streamTimeMs)),
      },
    ],
    [work, over],
  );
  return (
    <DataGrid<RunTask>
      label="Tasks"
      rows={rows}
      rowId={({ id }) => id}
      selection="none"
      columns={columns}
      empty={<p className="task-table-empty">No tasks are assigned to this process.</p>}
    />
  );
}
