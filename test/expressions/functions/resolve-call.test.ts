import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { library } from "../../../shared/expressions/functions/library.ts";
import { resolveCall, type Argument } from "../../../shared/expressions/functions/resolve-call.ts";
import { parseType, printType } from "../../../shared/records/type-text.ts";
import type { Type } from "../../../shared/records/types.ts";

const typeOf = (text: string): Type => parseType(text).type ?? assert.fail(text);
/** A type, or `'text'` for a literal text, `=1` for a literal int. */
function argument(text: string): Argument {
  if (text.startsWith("'")) return { type: { kind: "string" }, constant: text.slice(1, -1) };
  return text.startsWith("=") ? { type: { kind: "int" }, constant: Number(text.slice(1)) } : { type: typeOf(text) };
}
const resolve = (name: string, given: readonly string[]) =>
  resolveCall(library.get(name) ?? assert.fail(name), given.map(argument));

describe("a call's types", () => {
  const cases: [name: string, given: string[], targets: string[], result: string][] = [
    ["abs", ["int"], ["int"], "int"],
    ["abs", ["decimal | null"], ["decimal | null"], "decimal | null"],
    ["abs", ["any"], ["any"], "any"],
    ["max", ["int", "number"], ["number", "number"], "number"],
    ["max", ["int", "decimal", "int | null"], ["decimal", "decimal", "decimal | null"], "decimal | null"],
    ["max", ["number", "decimal"], ["any", "any"], "any"],
    ["min", ["instant", "instant"], ["instant", "instant"], "instant"],
    ["round", ["any", "=2"], ["any", "int"], "any"],
    ["sqrt", ["int"], ["number"], "number"],
    ["pow", ["decimal", "int"], ["decimal", "int"], "decimal"],
    ["text.upper", ["any"], ["string | null"], "string | null"],
    ["text.left", ["string", "int | null"], ["string", "int | null"], "string | null"],
    ["text.extract", ["string", "'a'"], ["string", "string"], "string | null"],
    [
      "text.capture",
      ["string", "'(?P<a>x)(?P<b>y)'"],
      ["string", "string"],
      "{ a: string | null; b: string | null } | null",
    ],
    ["text.join", ["string[]"], ["(string | null)[]"], "string"],
    ["list.sum", ["int[]"], ["(int | null)[]"], "int"],
    ["list.sum", ["any"], ["(any | null)[] | null"], "any"],
    ["list.sum", ["(decimal | null)[] | null"], ["(decimal | null)[] | null"], "decimal | null"],
    ["list.sum", ["duration[]"], ["(duration | null)[]"], "duration"],
    ["list.avg", ["duration[]"], ["(duration | null)[]"], "duration | null"],
    ["clamp", ["duration", "duration", "duration"], ["duration", "duration", "duration"], "duration"],
    ["list.sort", ["(string | null)[]", "'descending'"], ["(string | null)[]", "string"], "(string | null)[]"],
    ["list.avg", ["int[]"], ["(int | null)[]"], "number | null"],
    ["list.max", ["string[]"], ["(string | null)[]"], "string | null"],
    ["list.first", ["{ a: int }[]"], ["{ a: int }[]"], "{ a: int } | null"],
    ["list.at", ["any", "int"], ["any[] | null", "int"], "any"],
    ["list.contains", ["number[]", "int"], ["number[]", "number"], "boolean"],
    ["list.append", ["int[]", "null"], ["int[]", "int | null"], "int[] | null"],
    ["list.concat", ["int[]", "number[]"], ["number[]", "number[]"], "number[]"],
    ["list.zip", ["int[]", "string[]"], ["int[]", "string[]"], "{ left: int; right: string }[]"],
    ["coalesce", ["int | null", "int"], ["int | null", "int | null"], "int"],
    ["coalesce", ["int | null", "decimal | null"], ["decimal | null", "decimal | null"], "decimal | null"],
    ["required", ["int | null"], ["int | null"], "int"],
    ["nullIf", ["string", "'x'"], ["string | null", "string | null"], "string | null"],
    ["typeOf", ["int | null"], ["int | null"], "string"],
    ["isNull", ["{ a: int } | null"], ["{ a: int } | null"], "boolean"],
    ["json.stringify", ["instant | null"], ["instant | null"], "string"],
    ["object.get", ["{ a: int; b: number }", "string"], ["{ [key: string]: number }", "string"], "number | null"],
    ["object.values", ["{ [key: string]: int }"], ["{ [key: string]: int }"], "int[]"],
    [
      "object.pick",
      ["{ a: int; b?: string; c: int }", "'a'", "'b'"],
      ["{ [key: string]: any }", "string", "string"],
      "{ a: int; b?: string }",
    ],
    ["object.omit", ["{ a: int; b: string }", "'a'"], ["{ [key: string]: any }", "string"], "{ b: string }"],
    [
      "object.merge",
      ["{ a: int; b: int }", "{ b: string; c?: int }"],
      ["{ [key: string]: any }", "{ [key: string]: any }"],
      "{ a: int; b: string; c?: int }",
    ],
    [
      "object.merge",
      ["{ a: int }", "{ a?: string }"],
      ["{ [key: string]: any }", "{ [key: string]: any }"],
      "{ a: any }",
    ],
    [
      "object.set",
      ["{ a: int }", "'b'", "decimal"],
      ["{ [key: string]: any }", "string", "decimal"],
      "{ a: int; b: decimal }",
    ],
    ["object.compact", ["{ a: int; b: int | null }"], ["{ [key: string]: any }"], "{ a: int; b?: int }"],
    ["hash.sha256", ["bytes"], ["bytes"], "string"],
    ["time.format", ["instant", "'yyyy'"], ["instant", "string"], "string"],
  ];
  for (const [name, given, targets, result] of cases)
    test(`${name}(${given.join(", ")})`, () => {
      const resolved = resolve(name, given);
      assert.ok(resolved.ok, resolved.ok ? "" : resolved.message);
      assert.deepEqual(
        resolved.targets.map((type) => printType(type, Infinity)),
        targets.map((text) => printType(typeOf(text), Infinity)),
      );
      assert.equal(printType(resolved.result, Infinity), result);
    });

  const refused: [name: string, given: string[], argument: number | undefined, message: RegExp][] = [
    ["abs", ["string"], 0, /does not take string for "value"/],
    ["abs", [], undefined, /takes 1 argument, not 0/],
    ["text.left", ["string"], undefined, /takes 2 arguments, not 1/],
    ["text.slice", ["string"], undefined, /takes 2 to 3 arguments/],
    ["coalesce", [], undefined, /at least 1 argument/],
    ["text.left", ["string", "number"], 1, /does not take number for "count"/],
    ["list.sum", ["string[]"], 0, /does not take string\[\]/],
    ["list.contains", ["string[]", "int"], 1, /does not take int/],
    ["coalesce", ["string | null", "int"], 1, /does not take int/],
    ["instant", ["decimal"], 0, /cannot be converted to instant/],
    ["text.matches", ["string", "string"], 1, /must be a literal/],
    ["text.matches", ["string", "'('"], 1, /not valid/],
    ["text.extract", ["string", "'(a)'", "=2"], 2, /no group 2/],
    ["text.replacePattern", ["string", "'a'", "'$1'"], 2, /no group 1/],
    ["time.format", ["instant", "'YYYY'"], 1, /YYYY is not a field/],
    ["time.format", ["instant", "'yyyy'", "'Mars'"], 2, /no time zone/],
    ["time.truncate", ["instant", "'fortnight'"], 1, /no unit/],
    ["time.year", ["instant", "'Mars'"], 1, /no time zone/],
    ["decimal.round", ["decimal", "=2", "'sideways'"], 2, /no rounding mode/],
    ["object.pick", ["{ a: int }", "'b'"], 1, /no field "b"/],
    ["object.pick", ["{ a: int }", "string"], 1, /must be literals/],
    ["object.merge", ["{ a: int }", "int"], 1, /does not take int/],
    ["list.sortBy", ["{ a: int }[]", "'b'"], 1, /no field "b"/],
    ["list.sortBy", ["int[]", "'b'"], 0, /list of objects/],
  ];
  for (const [name, given, position, message] of refused)
    test(`${name}(${given.join(", ")}) is refused`, () => {
      const resolved = resolve(name, given);
      assert.ok(!resolved.ok);
      assert.match(resolved.message, message);
      assert.equal(resolved.argument, position);
    });
});
