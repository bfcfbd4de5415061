import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LibraryFunction, Parameter, Signature } from "../../../shared/expressions/functions/library-function.ts";
import { library } from "../../../shared/expressions/functions/library.ts";
import { bindCall, resolveCall, type Argument } from "../../../shared/expressions/functions/resolve-call.ts";
import { coerce, Mismatch } from "../../../shared/records/coerce.ts";
import { printType } from "../../../shared/records/type-text.ts";
import { ANY, withoutNull, type Type } from "../../../shared/records/types.ts";
import { ValueError } from "../../../shared/records/value-error.ts";
import { types, valuesOf } from "../../support/arbitrary-types.ts";

/** Literals for parameters that must be, or usually are, literals. */
const literals: Readonly<Record<string, readonly string[]>> = {
  pattern: ["(?P<word>[a-z]+)", "\\d*", "yyyy-MM-dd HH:mm", "d MMM yy"],
  unit: ["hour", "day", "week", "month", "year"],
  zone: ["UTC", "Europe/Berlin", "+05:30"],
  mode: ["half-up", "floor"],
  direction: ["ascending", "descending"],
  form: ["NFC", "NFKD"],
  field: ["id", "total"],
};

/** Functions that gave a value at least once. */
const answered = new Set<string>();

interface Call {
  readonly arguments: readonly Argument[];
  readonly values: readonly unknown[];
}

function callsOf(fn: LibraryFunction, signature: Signature): fc.Arbitrary<Call> {
  return types.chain((bound) => {
    const positions = signature.parameters.flatMap((parameter) =>
      parameter.rest === true ? [parameter, parameter] : [parameter],
    );
    return fc
      .tuple(fc.nat(positions.length), ...positions.map((parameter, i) => argumentsOf(fn, parameter, i, bound)))
      .map(([cut, ...given]) => {
        const required = signature.parameters.filter(({ optional, rest }) => optional !== true && rest !== true).length;
        const kept = given.slice(0, Math.max(required, cut));
        return { arguments: kept.map(({ argument }) => argument), values: kept.map(({ value }) => value) };
      });
  });
}

function argumentsOf(
  fn: LibraryFunction,
  parameter: Parameter,
  position: number,
  bound: Type,
): fc.Arbitrary<{ argument: Argument; value: unknown }> {
  const known = literals[parameter.name];
  if (known !== undefined && (fn.constants.includes(position) || parameter.name === "zone"))
    return fc
      .constantFrom(...known)
      .map((value) => ({ argument: { type: { kind: "string" }, constant: value }, value }));
  if (fn.constants.includes(position))
    return fc.string().map((value) => ({ argument: { type: { kind: "string" }, constant: value }, value }));
  const type = concrete(parameter, bound);
  return valuesOf(type).map((value) => ({ argument: { type }, value }));
}

function concrete({ type }: Parameter, bound: Type): Type {
  const fill = (pattern: Parameter["type"]): Type => {
    switch (pattern.kind) {
      case "variable":
        return bound;
      case "array":
        return { kind: "array", element: fill(pattern.element) };
      case "map":
        return { kind: "map", value: fill(pattern.value) };
      case "nullable":
        return withoutNull(fill(pattern.of));
      default:
        return pattern;
    }
  };
  return fill(type);
}

for (const fn of library.values())
  test(`${fn.name} gives a value of its type, or a coded error, for any arguments`, () => {
    for (const signature of fn.signatures)
      fc.assert(
        fc.property(callsOf(fn, signature), (call) => {
          const resolved = resolveCall(fn, call.arguments);
          if (!resolved.ok) return;
          const values = call.values.map((value, i) => coerce(value, resolved.targets[i] ?? ANY));
          if (values.some((value) => value instanceof Mismatch)) return;
          if (fn.nulls === "propagate" && values.includes(null)) return;
          const site = { types: resolved.targets, constants: call.arguments.map(({ constant }) => constant) };
          let result: unknown;
          try {
            result = bindCall(fn, site)(...(values as never[]));
          } catch (error) {
            assert.ok(error instanceof ValueError, String(error));
            return;
          }
          answered.add(fn.name);
          assert.notEqual(result, undefined);
          const { kind } = withoutNull(resolved.result);
          if (kind === "number" && typeof result === "number") return;
          const read = coerce(result, resolved.result);
          if (read instanceof Mismatch) assert.fail(`${printType(resolved.result)}: ${read.path} ${read.message}`);
        }),
        { numRuns: Math.ceil(60 / fn.signatures.length) },
      );
  });

// A random text is seldom JSON, a time or a geohash; but calls that are all refused would prove nothing.
test("nearly all functions gave a value", () => assert.ok(answered.size >= library.size - 25, `${answered.size}`));
