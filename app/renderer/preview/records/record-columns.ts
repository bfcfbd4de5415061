/** Columns of records: time, key, and the fields of the value; fields of the declared type first, then whatever else the rows have. */
import type { PreviewRow } from "../../../../shared/protocol/preview.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";
import type { RecordType } from "../../../../shared/topology/topology.ts";
import { compactSlice, kindOfSlice, objectSlices, sliceText, type SliceKind } from "./json-slices.ts";

export type RecordLike = Pick<PreviewRow, "timestampMs" | "key" | "value" | "headers">;

export interface RecordColumn {
  readonly id: string;
  readonly title: string;
  readonly root: "time" | "key" | "value";
  readonly path: readonly string[];
  /** Of the declared type; else what most rows hold. */
  readonly kind: Type["kind"];
  readonly numeric: boolean;
}

/** Rows that are looked at for fields that no type names. */
const SAMPLE = 500;
const MAX_FIELDS = 200;
const numericKinds: ReadonlySet<string> = new Set(["int", "number", "decimal"]);

export function recordColumns(rows: readonly RecordLike[], type: RecordType | null): RecordColumn[] {
  const time: RecordColumn = { id: "time", title: "time", root: "time", path: [], kind: "instant", numeric: false };
  return [time, ...partColumns("key", rows, type?.key), ...partColumns("value", rows, type?.value)];
}

function partColumns(root: "key" | "value", rows: readonly RecordLike[], declared: Type | undefined): RecordColumn[] {
  const fields = new Map<string, Type["kind"] | null>();
  const bare = declared === undefined ? null : withoutNull(declared);
  if (bare?.kind === "struct") for (const field of bare.fields) fields.set(field.name, withoutNull(field.type).kind);
  const seen = new Map<string, SliceKind>();
  let whole: SliceKind | null = null;
  let some = false;
  for (const row of rows.slice(0, SAMPLE)) {
    const slices = slicesOf(row, root);
    const text = row[root];
    if (text !== null) some = true;
    if (slices === null) {
      if (text !== null) whole ??= kindOfSlice(text);
      continue;
    }
    for (const [name, slice] of slices) {
      if (fields.size + seen.size >= MAX_FIELDS) break;
      const kind = kindOfSlice(slice);
      if (kind !== "null" || !seen.has(name))
        seen.set(name, seen.get(name) === undefined || seen.get(name) === "null" ? kind : (seen.get(name) ?? kind));
    }
  }
  if (root === "key" && !some && rows.length > 0) return [];
  if (bare?.kind === "null") return [];
  for (const [name] of seen) if (!fields.has(name)) fields.set(name, null);
  const columns = [...fields].map(([name, kind]) => {
    const known = kind === null || kind === "any" ? (seen.get(name) ?? null) : null;
    return column(root, [name], known === null ? (kind ?? "any") : typeKind(known));
  });
  if (columns.length > 0 && whole === null) return columns;
  const kind = bare === null || bare.kind === "any" ? (whole === null ? "any" : typeKind(whole)) : bare.kind;
  return [column(root, [], kind), ...columns];
}

function column(root: "key" | "value", path: readonly string[], kind: Type["kind"]): RecordColumn {
  const title = [...(root === "key" ? ["key"] : path.length === 0 ? ["value"] : []), ...path].join(".");
  return { id: `${root}:${path.join(".")}`, title, root, path, kind, numeric: numericKinds.has(kind) };
}

function typeKind(kind: SliceKind): Type["kind"] {
  return kind === "object" ? "struct" : kind;
}

export interface Cell {
  readonly text: string;
  readonly kind: SliceKind | "absent";
}

const absent: Cell = { text: "", kind: "absent" };

/** What stands in a cell: numbers with every digit, strings as they are, objects and lists as JSON on one line. */
export function cellOf(row: RecordLike, { root, path }: RecordColumn): Cell {
  if (root === "time") return absent;
  const slice = sliceOf(row, root, path);
  if (slice === null) return path.length === 0 && root === "value" ? { text: "null", kind: "null" } : absent;
  const kind = kindOfSlice(slice);
  const span = kind === "object" ? windowText(slice) : null;
  if (span !== null) return { text: span, kind: "string" };
  return { text: kind === "object" || kind === "array" ? compactSlice(slice) : sliceText(slice), kind };
}

/** The key of a windowed result is a span of time, and reads as one. */
function windowText(slice: string): string | null {
  const members = objectSlices(slice);
  const [start, end] = [members?.get("start"), members?.get("end")];
  if (members?.size !== 2 || start === undefined || end === undefined) return null;
  const [from, to] = [/^"(.{10})T(.{8})(?:\.000)?Z"$/.exec(start), /^"(.{10})T(.{8})(?:\.000)?Z"$/.exec(end)];
  if (from === null || to === null) return null;
  if (from[1] === to[1]) return `${from[2]} – ${to[2]}`;
  const dayMs = 86_400_000;
  const short = Date.parse(`${to[1]}T${to[2]}Z`) - Date.parse(`${from[1]}T${from[2]}Z`) <= dayMs;
  return short ? `${from[1]?.slice(5)} ${from[2]} – ${to[2]}` : `${from[1]} ${from[2]} – ${to[1]} ${to[2]}`;
}

export function sliceOf(row: RecordLike, root: "key" | "value", path: readonly string[]): string | null {
  const [name] = path;
  if (name === undefined) return row[root];
  return slicesOf(row, root)?.get(name) ?? null;
}

const known = new WeakMap<
  RecordLike,
  { key?: ReadonlyMap<string, string> | null; value?: ReadonlyMap<string, string> | null }
>();

/** Taken apart once a record, when it comes on the screen. */
function slicesOf(row: RecordLike, root: "key" | "value"): ReadonlyMap<string, string> | null {
  let parts = known.get(row);
  if (parts === undefined) known.set(row, (parts = {}));
  const before = parts[root];
  if (before !== undefined) return before;
  const text = row[root];
  return (parts[root] = text === null ? null : objectSlices(text));
}
