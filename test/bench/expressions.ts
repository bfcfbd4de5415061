/**
 * What compiled expressions cost, in nanoseconds per evaluation, over columns as the engine has them (arrays, one entry a row).
 * `npx node test/bench/expressions.ts`
 */
import { Decimal } from "../../shared/records/decimal.ts";
import { parseType } from "../../shared/records/type-text.ts";
import type { Type } from "../../shared/records/types.ts";
import { checkSource } from "../../shared/expressions/check.ts";
import { emit } from "../../shared/expressions/emit.ts";
import { evaluate } from "../../shared/expressions/evaluate.ts";
import type { Typed } from "../../shared/expressions/typed.ts";
import { readPath } from "../../shared/expressions/reading.ts";
import { must } from "../../shared/assert.ts";

const ROWS = 1024;
const ROUNDS = 4000;

const valueType = must(
  parseType("{ amount: number; count: int; total: decimal; country: string; note?: string; raw: any; tags: string[] }")
    .type,
);
const roots: ReadonlyMap<string, Type> = new Map([["value", valueType]]);

const countries = ["FR", "DE", "PT", "ES"];
const rows = Array.from({ length: ROWS }, (_, i) => ({
  amount: (i * 7919) % 200,
  count: (i * 31) % 50,
  total: Decimal.of((i * 7919) % 20_000, 2),
  country: must(countries[i % 4]),
  note: i % 3 === 0 ? null : "n",
  raw: Object.assign(Object.create(null), { n: i % 10 }),
  tags: ["a", "b"],
}));

const sources: readonly string[] = [
  'value.amount > 100 && value.country == "FR"',
  "value.count > 25",
  "value.count + 1 > 25",
  'value.note != null && value.note == "n"',
  "value.total > 100",
  "value.total * 2 > 100.5",
  "value.raw.n > 5",
  'list.contains(["FR", "DE"], value.country)',
  'text.upper(value.country) == "FR"',
  '`${value.country}-${value.count}` == "FR-1"',
  'value.tags.some((tag) => tag == "b")',
];

/** A loop over all rows that counts how often the expression is true; each path is a column. */
function compileLoop(typed: Typed): () => number {
  const columns: unknown[][] = [];
  const constants: unknown[] = [];
  const code = emit(typed, {
    path(_root, steps) {
      const column = rows.map((row) => readPath(row, steps));
      return `$v${columns.push(column) - 1}[$i]`;
    },
    constant: (value) => `$c${constants.push(value) - 1}`,
  });
  const fieldNames = columns.map((_, i) => `$v${i}`).join(", ");
  const constantNames = constants.map((_, i) => `$c${i}`).join(", ");
  // oxlint-disable-next-line typescript/no-implied-eval -- a benchmark of generated code
  const make = new Function(
    "$columns",
    "$constants",
    `"use strict"; const [${fieldNames}] = $columns, [${constantNames}] = $constants;
    return () => { let $n = 0; for (let $i = 0; $i < ${ROWS}; $i++) if (${code} === true) $n++; return $n; };`,
  );
  return make(columns, constants) as () => number;
}

function nanoseconds(run: () => number, rounds: number): number {
  for (let i = 0; i < rounds / 4; i++) run();
  let best = Infinity;
  for (let repeat = 0; repeat < 5; repeat++) {
    const start = performance.now();
    for (let i = 0; i < rounds; i++) run();
    best = Math.min(best, ((performance.now() - start) * 1e6) / (rounds * ROWS));
  }
  return best;
}

for (const source of sources) {
  const typed = must(checkSource(source, { roots, expected: { kind: "boolean" } }).typed, source);
  const loop = compileLoop(typed);
  const interpret = (): number => {
    let count = 0;
    for (const row of rows) if (evaluate(typed, () => row) === true) count += 1;
    return count;
  };
  if (loop() !== interpret()) throw new Error(`${source}: compiled and interpreted differ`);
  const compiled = nanoseconds(loop, ROUNDS / 4)
    .toFixed(1)
    .padStart(8);
  const interpreted = nanoseconds(interpret, 40).toFixed(0).padStart(8);
  console.log(`${compiled} ns compiled ${interpreted} ns interpreted  ${source}`);
}
