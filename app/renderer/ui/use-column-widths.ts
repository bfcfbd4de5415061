import { useState } from "react";
import { cellText } from "./grid-copy.ts";
import type { GridColumn } from "./data-grid-types.ts";

const minPx = 48;
const maxPx = 800;
/** Of JetBrains Mono at 12 pixels. */
const characterPx = 7.25;

export interface ColumnWidths {
  /** For `grid-template-columns`. */
  readonly template: string;
  readonly totalPx: number;
  of(id: string): number;
  set(id: string, px: number): void;
  /** As wide as the widest of the first rows. */
  fit(id: string): void;
}

export function useColumnWidths<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[]): ColumnWidths {
  const [own, setOwn] = useState<ReadonlyMap<string, number>>(new Map());
  const of = (id: string): number => own.get(id) ?? columns.find((column) => column.id === id)?.widthPx ?? 120;
  const set = (id: string, px: number): void => {
    const width = Math.round(Math.max(minPx, Math.min(maxPx, px)));
    setOwn((before) => new Map(before).set(id, width));
  };
  const widths = columns.map((column) => of(column.id));
  return {
    of,
    set,
    // What is left is shared in proportion, among the columns nobody has sized; else the last takes it.
    template: columns
      .map((column, index) => {
        const width = of(column.id);
        const flexible = own.size === columns.length ? index === columns.length - 1 : !own.has(column.id);
        return flexible ? `minmax(${width}px, ${width}fr)` : `${width}px`;
      })
      .join(" "),
    totalPx: widths.reduce((sum, width) => sum + width, 0),
    fit: (id) => {
      const column = columns.find((candidate) => candidate.id === id);
      if (column === undefined) return;
      const longest = rows
        .slice(0, 500)
        .reduce(
          (most, row) => Math.max(most, cellText(column.value(row)).length),
          column.title.length + 2 + (column.kind?.length ?? 0),
        );
      set(id, longest * characterPx + 22);
    },
  };
}
