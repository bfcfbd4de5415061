/**
 * What is typed above the grids: words that must occur in the record, and conditions on a field (`country:DE`, `total>100`, `paid<=20`). All of them
 * must hold. A name that is no field of a record holds for none.
 */
import { Decimal } from "../../../../shared/records/decimal.ts";
import { kindOfSlice, objectSlices, sliceText } from "./json-slices.ts";
import type { RecordLike } from "./record-columns.ts";

type Term =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "is"; readonly path: readonly string[]; readonly text: string }
  | { readonly kind: "compare"; readonly path: readonly string[]; readonly operator: string; readonly than: Decimal };

export type RecordFilter = (row: RecordLike) => boolean;

/** Null for nothing typed. */
export function parseFilter(typed: string): RecordFilter | null {
  const terms = typed
    .trim()
    .split(/\s+/)
    .filter((text) => text !== "")
    .map(parseTerm);
  return terms.length === 0 ? null : (row) => terms.every((term) => holds(term, row));
}

function parseTerm(text: string): Term {
  const compared = /^([\w.$-]+)(<=|>=|<|>)(-?[\d.]+(?:e[+-]?\d+)?)$/i.exec(text);
  if (compared !== null) {
    const [, name = "", operator = "", number = ""] = compared;
    const than = Decimal.tryParse(number);
    if (than !== undefined) return { kind: "compare", path: name.split("."), operator, than };
  }
  const is = /^([\w.$-]+)[:=](.+)$/.exec(text);
  if (is !== null) return { kind: "is", path: (is[1] ?? "").split("."), text: (is[2] ?? "").toLowerCase() };
  return { kind: "word", text: text.toLowerCase() };
}

function holds(term: Term, row: RecordLike): boolean {
  if (term.kind === "word")
    return `${row.key ?? ""}\u0000${row.value ?? ""}\u0000${headersText(row)}`.toLowerCase().includes(term.text);
  const slice = findSlice(row, term.path);
  if (slice === null) return false;
  if (term.kind === "is") return sliceText(slice).toLowerCase().includes(term.text);
  if (kindOfSlice(slice) !== "number") return false;
  const number = Decimal.tryParse(slice);
  return number !== undefined && compare(number.compare(term.than), term.operator);
}

function compare(order: number, operator: string): boolean {
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

/** A field of the value, or with `key` before it of the key. */
function findSlice(row: RecordLike, path: readonly string[]): string | null {
  const [first = "", ...rest] = path;
  if (first === "key") return walk(row.key, rest);
  return walk(row.value, path) ?? (first === "value" ? walk(row.value, rest) : null);
}

function walk(text: string | null, path: readonly string[]): string | null {
  let slice = text;
  for (const name of path) slice = slice === null ? null : (objectSlices(slice)?.get(name) ?? null);
  return slice;
}

function headersText({ headers = [] }: RecordLike): string {
  return headers.map(([name, value]) => `${name} ${value ?? ""}`).join(" ");
}
