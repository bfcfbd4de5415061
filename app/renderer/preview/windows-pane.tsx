/** Windows of an aggregate as they open, fill and close while stream time goes on. */
import { useMemo } from "react";
import type { PreviewResult } from "../../../shared/protocol/preview.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { DataGrid, type GridColumn } from "../ui/data-grid.tsx";
import { dropsOf, rowsUpTo, windowCount, windowState, type WindowState } from "./preview-step.ts";
import { showTime, timeForm } from "./records/show-time.ts";
import "./windows-pane.css";

interface WindowRow {
  readonly id: string;
  readonly span: string;
  readonly state: WindowState;
  readonly records: number;
}

export interface WindowsPaneProps {
  readonly result: PreviewResult;
  readonly pipeline: Pipeline;
  readonly node: string;
  readonly step: number | null;
}

export function WindowsPane({ result, pipeline, node, step }: WindowsPaneProps) {
  const rows = useMemo(() => windowRows(result, pipeline, node, step), [result, pipeline, node, step]);
  const columns = useMemo(() => columnsFor(rows), [rows]);
  const open = rows.filter(({ state }) => state === "open").length;
  return (
    <section className="windows-pane" aria-label="Windows" data-pane="windows">
      <header className="record-grid-head">
        <b>windows</b>
        <span className="record-grid-detail" />
        <span className="record-grid-count">{`${open} open · ${rows.length - open} closed`}</span>
      </header>
      <div className="record-grid-body">
        <DataGrid<WindowRow>
          label="Windows"
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          selection="none"
          empty={<p className="record-grid-empty">No window has opened</p>}
        />
      </div>
    </section>
  );
}

const CHARACTER_PX = 7.3;

const columnsFor = (rows: readonly WindowRow[]): readonly GridColumn<WindowRow>[] => [
  {
    id: "span",
    title: "window",
    value: ({ span }) => span,
    widthPx: Math.round(rows.reduce((most, { span }) => Math.max(most, span.length), 8) * CHARACTER_PX + 22),
  },
  {
    id: "state",
    title: "state",
    value: ({ state }) => state,
    render: ({ state }) => <span className={`windows-pane-${state}`}>{state}</span>,
    widthPx: 64,
  },
  { id: "records", title: "records", value: ({ records }) => records, numeric: true, widthPx: 72 },
];

/** The newest first: what is open stands at the top. */
function windowRows(result: PreviewResult, pipeline: Pipeline, node: string, step: number | null): WindowRow[] {
  const own = result.windows.filter((window) => window.node === node && windowState(window, step) !== "ahead");
  const form = timeForm(own.flatMap(({ startMs, endMs }) => [startMs, endMs]));
  const rows = [...pipeline.edges.values()]
    .filter((edge) => edge.to.node === node)
    .flatMap((edge) => rowsUpTo(result.edges[edge.id], step));
  const drops = dropsOf(result, node, step);
  return own.toReversed().map((window) => ({
    id: String(window.startMs),
    span: `${showTime(window.startMs, form)} – ${showTime(window.endMs, { ...form, date: false })}`,
    state: windowState(window, step),
    records: windowCount(window, rows, drops, step),
  }));
}
