import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkSource } from "../../../shared/expressions/check.ts";
import { compileFunction } from "../../../shared/expressions/compile-function.ts";
import { evaluate } from "../../../shared/expressions/evaluate.ts";
import type { LibraryFunction } from "../../../shared/expressions/functions/library-function.ts";
import { library } from "../../../shared/expressions/functions/library.ts";
import { coerce } from "../../../shared/records/coerce.ts";
import { equalValues } from "../../../shared/records/equality.ts";
import { printType } from "../../../shared/records/type-text.ts";
import { textOf } from "../../../shared/records/value-text.ts";

/** Families whose functions are named without a prefix. */
const unprefixed = new Set(["number", "convert", "null"]);

describe("every example is true", () => {
  for (const fn of library.values())
    for (const { src, value } of fn.examples)
      test(src, () => {
        const { typed, type, diagnostics } = checkSource(src, { roots: new Map() });
        assert.deepEqual(diagnostics, []);
        assert.ok(typed !== null);
        for (const result of [evaluate(typed, () => null), compileFunction(typed, [])()]) {
          assert.ok(equalValues(result, value), `gives ${textOf(result, type)}`);
          // The value is one of the declared type already: reading it as such changes nothing.
          assert.ok(equalValues(coerce(result, type), result), `is no ${printType(type)}`);
          assertRepresentation(result);
        }
      });
});

/** Objects of expressions have no prototype, and nothing is undefined or minus zero. */
function assertRepresentation(value: unknown): void {
  assert.ok(value !== undefined && !Object.is(value, -0));
  if (Array.isArray(value)) value.forEach(assertRepresentation);
  else if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) !== null)
    assert.notEqual(Object.getPrototypeOf(value), Object.prototype);
}

describe("the library", () => {
  test("has at least 95 functions", () => assert.ok(library.size >= 95, `${library.size}`));

  test("names are unique, in camel case, and prefixed by their family", () => {
    for (const [name, fn] of library) {
      assert.equal(name, fn.name);
      assert.match(name, unprefixed.has(fn.family) ? /^[a-z][A-Za-z0-9]*$/ : /^[a-z]+\.[a-z][A-Za-z0-9]*$/);
      if (!unprefixed.has(fn.family)) assert.equal(name.split(".")[0], fn.family);
    }
  });

  for (const fn of library.values()) test(`${fn.name} is described`, () => assertDescribed(fn));
});

function assertDescribed(fn: LibraryFunction): void {
  assert.match(fn.summary, /^[A-Z-].*\.$/);
  assert.ok(fn.summary.length <= 160, `${fn.summary.length}`);
  assert.ok(fn.examples.length > 0);
  for (const { src } of fn.examples) assert.ok(src.includes(`${fn.name}(`), src);
  assert.ok(fn.signatures.length > 0);
  const names = new Set(fn.signatures.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
  for (const [name, note] of Object.entries(fn.parameters)) {
    assert.ok(names.has(name), `there is no parameter ${name}`);
    assert.match(note, /[.…]$/);
  }
  for (const { parameters, text } of fn.signatures) {
    assert.ok(text.includes(" => "));
    // Optional and repeated parameters come last.
    const kinds = parameters.map(({ optional, rest }) => (rest === true ? 2 : optional === true ? 1 : 0));
    assert.deepEqual(
      kinds,
      kinds.toSorted((a, b) => a - b),
    );
    assert.ok(fn.constants.every((position) => position < parameters.length));
  }
}
