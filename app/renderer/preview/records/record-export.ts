/** Records as text for the clipboard, without losing a digit; what is copied can be pasted as an input of a preview. */
import { compactSlice } from "./json-slices.ts";
import { cellOf, recordColumns, type RecordLike } from "./record-columns.ts";
import { isoOf } from "./show-time.ts";
import type { RecordType } from "../../../../shared/topology/topology.ts";

export type ExportForm = "JSON" | "NDJSON" | "CSV";

export function exportRecords(rows: readonly RecordLike[], form: ExportForm, type: RecordType | null): string {
  if (form === "NDJSON") return rows.map((row) => recordText(row)).join("\n");
  if (form === "JSON") return `[\n${rows.map((row) => `  ${recordText(row)}`).join(",\n")}\n]`;
  const columns = recordColumns(rows, type);
  const lines = rows.map((row) =>
    columns.map((column) => (column.root === "time" ? isoOf(row.timestampMs) : cellOf(row, column).text)),
  );
  return [columns.map((column) => column.title), ...lines]
    .map((line) => line.map((text) => quoted(text)).join(","))
    .join("\r\n");
}

function recordText({ timestampMs, key, value, headers = [] }: RecordLike): string {
  const parts = [
    `"timestamp": ${JSON.stringify(isoOf(timestampMs))}`,
    ...(key === null ? [] : [`"key": ${compactSlice(key)}`]),
    `"value": ${value === null ? "null" : compactSlice(value)}`,
    ...(headers.length === 0 ? [] : [`"headers": ${JSON.stringify(Object.fromEntries(headers))}`]),
  ];
  return `{ ${parts.join(", ")} }`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
