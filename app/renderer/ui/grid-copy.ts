/** Rows of a grid as text for the clipboard. */

export interface CopyColumn<Row> {
  readonly id: string;
  readonly title: string;
  readonly value: (row: Row) => unknown;
}

/** An array with one object a row, two spaces deep; integers beyond 2^53 and instances that know their text are written as such. */
export function rowsAsJson<Row>(columns: readonly CopyColumn<Row>[], rows: readonly Row[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column.id, column.value(row) ?? null])),
  );
  return JSON.stringify(objects, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2);
}

/** RFC 4180: a line of titles, CRLF between lines, quotes where they are needed. */
export function rowsAsCsv<Row>(columns: readonly CopyColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => cellText(column.value(row)))),
  ];
  return lines.map((line) => line.map(quoted).join(",")).join("\r\n");
}

/** A value in one line: what a cell shows when it is not drawn otherwise. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part)) ?? "";
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
