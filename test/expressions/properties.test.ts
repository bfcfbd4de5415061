import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { coerce, Mismatch } from "../../shared/records/coerce.ts";
import { equalValues } from "../../shared/records/equality.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import { printType } from "../../shared/records/type-text.ts";
import { ValueError } from "../../shared/records/value-error.ts";
import { checkSource } from "../../shared/expressions/check.ts";
import { compileFunction } from "../../shared/expressions/compile-function.ts";
import { evaluate } from "../../shared/expressions/evaluate.ts";
import { parse } from "../../shared/expressions/parse.ts";
import type { Typed } from "../../shared/expressions/typed.ts";
import { anyExpression } from "./random-source.ts";
import { checkSample, record, roots, rootValues, sample } from "./sample.ts";

const decimal = fc.tuple(fc.integer(), fc.nat(6)).map(([coefficient, scale]) => Decimal.of(coefficient, scale));
const int = fc.oneof(
  fc.integer({ min: -3, max: 9 }),
  fc.maxSafeInteger(),
  fc.constantFrom(9007199254740993n, -(2n ** 63n), 2n ** 63n - 1n),
);
const json = fc.oneof(
  int,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.array(int),
  decimal,
);

/** Records of the sample's type. */
const anyRecord = fc
  .record({
    count: int,
    big: int,
    ratio: fc.double(),
    total: decimal,
    flag: fc.boolean(),
    note: fc.option(fc.string()),
    age: fc.option(int),
    price: fc.option(decimal),
    ok: fc.option(fc.boolean()),
    customer: fc.option(fc.constant(sample["customer"])),
    counts: fc.array(int, { maxLength: 4 }),
    holes: fc.array(fc.option(int), { maxLength: 4 }),
    tags: fc.array(fc.string(), { maxLength: 3 }),
    raw: fc.oneof(
      json,
      fc.dictionary(fc.constantFrom("n", "s", "l", "x", "f", "d"), json, { noNullPrototype: false }).map(record),
    ),
  })
  .map((fields) => record({ ...sample, ...fields }));

type Outcome = { readonly value: unknown } | { readonly error: string };

function outcome(run: () => unknown): Outcome {
  try {
    return { value: run() };
  } catch (error) {
    // Anything else is a bug.
    if (!(error instanceof ValueError)) throw error;
    return { error: `${error.code} ${error.message}` };
  }
}

function isSame(a: Outcome, b: Outcome): boolean {
  if ("error" in a || "error" in b) return "error" in a && "error" in b && a.error === b.error;
  return equalValues(a.value, b.value);
}

const compiled = new WeakMap<Typed, (...values: readonly unknown[]) => unknown>();

function both(typed: Typed, value: unknown): Outcome {
  const all = { ...rootValues, value };
  const interpreted = outcome(() =>
    evaluate(typed, (root) => (Object.hasOwn(all, root) ? all[root as "value"] : null)),
  );
  let run = compiled.get(typed);
  if (run === undefined) compiled.set(typed, (run = compileFunction(typed, Object.keys(all))));
  const fast = outcome(() => run(...Object.values(all)));
  assert.ok(isSame(interpreted, fast), `interpreted ${shown(interpreted)}, compiled ${shown(fast)}`);
  return interpreted;
}

function shown(result: Outcome): string {
  return "error" in result ? result.error : inspect(result.value);
}

test("well-typed expressions mean the same interpreted and compiled, and give values of their type", () => {
  let valued = 0;
  fc.assert(
    fc.property(anyExpression, fc.array(anyRecord, { minLength: 1, maxLength: 4 }), (source, records) => {
      const { typed, diagnostics } = checkSample(source);
      const failed = diagnostics.filter((finding) => finding.severity === "error");
      // What fails for every record is found by folding; everything else is well-typed as it was made.
      assert.deepEqual(
        failed.filter(({ code }) => code !== "EXPR_0114" && code !== "EXPR_0002"),
        [],
        source,
      );
      if (typed === null) return;
      for (const value of records) {
        const result = both(typed, value);
        if ("error" in result) continue;
        valued += 1;
        const fits = coerce(result.value, typed.type);
        assert.ok(
          !(fits instanceof Mismatch),
          `${source} gives ${inspect(result.value)}, not ${printType(typed.type)}`,
        );
      }
    }),
    { numRuns: 700 },
  );
  assert.ok(valued > 500, `${valued} evaluations gave a value`);
});

const words = [
  "value", "key", ".", "?.", "id", "raw", "lines", "tags", "customer", "nope", "(", ")", "[", "]", "{", "}", "=>", "x", ",", ":", "?", "??", "&&", "||", "!", "+", "-", "*", "/",
  "**", "%", "==", "<", "===", "!=", "=", "1", "1.5", "0", "'s'", "`", "${", "...", "map", "filter", "reduce", "round", "text.upper", "null", "true", "typeof", "new", "this", "/a/", ";", "\\u0061", "constructor", "__proto__", "async", "await", " ", "\n", "//", "/*", "9223372036854775807",
]; // prettier-ignore

const randomText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join(" ")),
);

const mutated = fc
  .tuple(
    anyExpression,
    fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom(...words)), { minLength: 1, maxLength: 3 }),
  )
  .map(([source, edits]) => {
    let text = source;
    for (const [at, length, word] of edits) {
      const from = text.length === 0 ? 0 : at % text.length;
      text = text.slice(0, from) + word + text.slice(from + length);
    }
    return text;
  });

test("whatever the source, there is an answer, and what passes runs", () => {
  fc.assert(
    fc.property(fc.oneof(randomText, mutated), anyRecord, (source, value) => {
      const { typed, diagnostics } = checkSample(source);
      for (const { range, message, hint } of diagnostics) {
        assert.ok(
          range.from >= 0 && range.from <= range.to && range.to <= source.length,
          "the range lies in the source",
        );
        assert.ok(message.length > 0 && message.length < 1000 && hint !== "");
      }
      assert.equal(
        typed === null,
        diagnostics.some(({ severity }) => severity === "error"),
      );
      if (typed !== null) both(typed, value);
    }),
    { numRuns: 2500 },
  );
});

test("whatever the source, the parser ends without an exception", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (source) => {
      parse(source);
    }),
    { numRuns: 300 },
  );
});

test("untyped roots take every expression's data as they come", () => {
  const untyped = new Map([...roots.keys()].map((root) => [root, { kind: "any" }] as const));
  fc.assert(
    fc.property(anyExpression, json, (source, value) => {
      const { typed } = checkSource(source, { roots: untyped });
      if (typed !== null) both(typed, value);
    }),
    { numRuns: 300 },
  );
});
