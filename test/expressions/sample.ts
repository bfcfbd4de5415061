/** A record to try expressions on: one field of each type, present and missing, and untyped data. */
import assert from "node:assert/strict";
import { Decimal } from "../../shared/records/decimal.ts";
import { parseType } from "../../shared/records/type-text.ts";
import type { Type } from "../../shared/records/types.ts";
import { checkSource, type Checked, type Scope } from "../../shared/expressions/check.ts";
import type { Typed } from "../../shared/expressions/typed.ts";

export function type(text: string): Type {
  const parsed = parseType(text);
  assert.ok(parsed.type, text);
  return parsed.type;
}

/** An object as the language has them: without a prototype. */
export function record(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.assign(Object.create(null), fields);
}

export const valueType: Type = type(`{
  id: string; count: int; big: int; ratio: number; total: decimal; flag: boolean; at: instant; took: duration; blob: bytes;
  note?: string; age?: int; score: number | null; price: decimal | null; ok: boolean | null; due: instant | null;
  customer?: { name: string; zip?: int; address: { city: string } };
  tags: string[]; counts: int[]; lines: { sku: string; price: decimal; qty: int; gift?: boolean }[]; maybe: string[] | null; holes: (int | null)[];
  attributes: { [key: string]: string }; raw: any; open: { known: int; [key: string]: any }
}`);

export const sample = record({
  id: "o-17",
  count: 5,
  big: 9007199254740993n,
  ratio: 1.5,
  total: Decimal.parse("10.50"),
  flag: true,
  at: Date.UTC(2024, 1, 29, 12),
  took: 90_000,
  blob: new Uint8Array([1, 2, 3]),
  note: null,
  score: null,
  price: null,
  ok: null,
  due: null,
  customer: record({ name: "Ada", address: record({ city: "London" }) }),
  tags: ["a", "b", "b"],
  counts: [3, 1, 2],
  lines: [
    record({ sku: "x", price: Decimal.parse("1.10"), qty: 2 }),
    record({ sku: "y", price: Decimal.parse("0.30"), qty: 3, gift: true }),
  ],
  maybe: null,
  holes: [1, null, 3],
  attributes: record({ color: "red", length: "long", __proto: "p" }),
  raw: record({
    at: "2024-02-29T13:00:00+01:00",
    n: 1,
    f: 0.5,
    d: Decimal.parse("0.1234567890123456789"),
    s: "text",
    l: [1, "two", null],
    o: record({ x: 1 }),
    t: true,
  }),
  open: record({ known: 1, other: "o" }),
});

export const roots: ReadonlyMap<string, Type> = new Map<string, Type>([
  ["value", valueType],
  ["key", { kind: "string" }],
  ["timestamp", { kind: "instant" }],
]);

export const rootValues: Readonly<Record<string, unknown>> = { value: sample, key: "k1", timestamp: 1000 };

export function readRoot(root: string): unknown {
  return rootValues[root] ?? null;
}

export function checkSample(source: string, scope: Partial<Scope> = {}): Checked {
  return checkSource(source, { roots, ...scope });
}

export function mustCheck(source: string, scope: Partial<Scope> = {}): Typed {
  const { typed, diagnostics } = checkSample(source, scope);
  assert.ok(typed, `${source}: ${diagnostics.map(({ message }) => message).join(" ")}`);
  return typed;
}
