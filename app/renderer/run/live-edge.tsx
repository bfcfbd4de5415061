/** The last records that were seen on one edge. */
import { useMemo, useState } from "react";
import type { PipelineEdge } from "../../../shared/pipeline/pipeline.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import { cellOf, recordColumns } from "../preview/records/record-columns.ts";
import { showTime } from "../preview/records/show-time.ts";
import type { LiveRow, RunState } from "../stores/runs.ts";
import { useAnalysis, useDocument } from "../stores/session.tsx";
import { DataGrid, type GridColumn } from "../ui/data-grid.tsx";
import { rate } from "./figures.ts";

export interface LiveEdgeProps {
  readonly edge: PipelineEdge;
  readonly title: string;
  readonly run: RunState;
  /** In place of the rate. */
  readonly note: string | null;
}

const none: readonly LiveRow[] = [];
/** By kind of the value, not by what passes: columns must not move while records do. */
const widths: Readonly<Record<string, number>> = {
  boolean: 96,
  decimal: 112,
  instant: 200,
  int: 104,
  number: 112,
  struct: 240,
  array: 240,
};

export function LiveEdge({ edge, title, run, note }: LiveEdgeProps) {
  const from = useDocument((state) => state.head?.root.pipeline.nodes.get(edge.from.node));
  const type = useAnalysis((state) => state.types.get(edge.from.node)?.outputs.get(edge.from.port) ?? null);
  const rows = run.taps.get(edge.id) ?? none;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(
    () =>
      recordColumns(
        rows.map(({ row }) => row),
        type,
      ).map((column): GridColumn<LiveRow> => ({
        id: column.id,
        title: column.title,
        kind: column.root === "time" ? undefined : column.kind,
        numeric: column.numeric,
        quiet: column.root === "time",
        widthPx: column.root === "time" ? 112 : (widths[column.kind] ?? 148),
        value: ({ row }) =>
          column.root === "time" ? showTime(row.timestampMs, { date: false, ms: true }) : cellOf(row, column).text,
      })),
    [rows, type],
  );
  const port = from === undefined ? -1 : nodeFacts(from).ports.outputs.findIndex(({ name }) => name === edge.from.port);
  const perSecond = run.rates.get(edge.from.node)?.out[port] ?? 0;
  return (
    <section className="live-edge" aria-label={title}>
      <header>
        <b>{title}</b>
        <span>{note ?? `${rate(perSecond)}${perSecond > 16 ? ", a few of them" : ""}`}</span>
      </header>
      <DataGrid<LiveRow>
        label={`Records from ${title}`}
        rows={rows}
        rowId={({ id }) => String(id)}
        columns={columns}
        selected={selected}
        onSelect={setSelected}
        follow
        empty={<p className="live-edge-empty">Nothing has passed since you look.</p>}
      />
    </section>
  );
}
