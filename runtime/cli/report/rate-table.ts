/** Nodes with what flows through them now: rates between one call and the next. */
import type { Colours } from "./colours.ts";
import type { NodeRow } from "./node-rows.ts";
import { formatCount, formatRate } from "./numbers.ts";
import { table } from "./table.ts";
import { plain } from "./text.ts";

export interface RateTable {
  lines(rows: readonly NodeRow[]): readonly string[];
}

const columns = [
  { title: "node" },
  { title: "" },
  { title: "in", align: "right" as const },
  { title: "out", align: "right" as const },
  { title: "total out", align: "right" as const },
  { title: "not passed on" },
];

export function createRateTable(colours: Colours, now: () => number = () => performance.now()): RateTable {
  let before: { readonly atMs: number; readonly rows: ReadonlyMap<string, NodeRow> } | null = null;
  const rate = (seconds: number, value: number, old: number | undefined): string =>
    seconds === 0 || old === undefined ? "" : formatRate(Math.max(0, value - old) / seconds);
  return {
    lines(rows) {
      const atMs = now();
      const seconds = before === null ? 0 : (atMs - before.atMs) / 1000;
      const cells = rows.map((row) => {
        const old = before?.rows.get(row.node);
        return [
          plain(row.name),
          colours.dim(row.type),
          rate(seconds, row.recordsIn, old?.recordsIn),
          rate(seconds, row.recordsOut, old?.recordsOut),
          formatCount(row.recordsOut),
          lossText(row, colours),
        ];
      });
      before = { atMs, rows: new Map(rows.map((row) => [row.node, row])) };
      return table(columns, cells, { colours }).split("\n");
    },
  };
}

/** `1.2 k filtered, 3 failed`. */
export function lossText(row: NodeRow, colours: Colours): string {
  const parts = Object.entries(row.dropped).map(([reason, rows]) => `${formatCount(rows)} ${reason}`);
  if (row.failed > 0)
    parts.push(
      colours.red(
        `${formatCount(row.failed)} failed${row.deadLettered > 0 ? `, ${formatCount(row.deadLettered)} dead-lettered` : ""}`,
      ),
    );
  return parts.join(", ");
}

const summaryColumns = [
  { title: "node" },
  { title: "" },
  { title: "records in", align: "right" as const },
  { title: "out", align: "right" as const },
  { title: "not passed on" },
];

/** Exact totals, for the end of a run. */
export function totalsTable(rows: readonly NodeRow[], colours: Colours): string {
  const cells = rows.map((row) => [
    plain(row.name),
    colours.dim(row.type),
    String(row.recordsIn),
    String(row.recordsOut),
    lossText(row, colours),
  ]);
  return table(summaryColumns, cells, { colours });
}
