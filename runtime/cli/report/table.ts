/** A table of text: columns as wide as their content, numbers to the right, no borders. */
import type { Colours } from "./colours.ts";
import { padText, textWidth } from "./text.ts";

export interface TableColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: { readonly colours: Colours; readonly indent?: number },
): string {
  const widths = columns.map((column, index) =>
    rows.reduce((width, row) => Math.max(width, textWidth(row[index] ?? "")), textWidth(column.title)),
  );
  const line = (cells: readonly string[]): string =>
    (
      " ".repeat(options.indent ?? 0) +
      columns.map((column, index) => padText(cells[index] ?? "", widths[index] ?? 0, column.align)).join("  ")
    ).trimEnd();
  const head = options.colours.dim(line(columns.map((column) => column.title)));
  return [head, ...rows.map(line)].join("\n");
}
