/** What the expression editor knows, without an editor around it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  checkExpression,
  type ExpressionScope,
} from "../../../app/renderer/expression-editor/language/check-expression.ts";
import { complete } from "../../../app/renderer/expression-editor/language/completion.ts";
import { hoverAt } from "../../../app/renderer/expression-editor/language/hover.ts";
import { signatureHelp } from "../../../app/renderer/expression-editor/language/signature-help.ts";
import { closersOf, tokenize } from "../../../app/renderer/expression-editor/language/tokens.ts";
import { must } from "../../../shared/assert.ts";
import { library } from "../../../shared/expressions/functions/library.ts";
import { aggregateFunctions } from "../../../shared/operators/windows/aggregate-functions.ts";
import { parseType } from "../../../shared/records/type-text.ts";
import { printType } from "../../../shared/records/type-text.ts";
import type { Type } from "../../../shared/records/types.ts";

const type = (text: string): Type => must(parseType(text).type, text);
const order = type(
  "{ id: string; total: decimal; note?: string; lines: { sku: string; price: decimal }[]; customer: { name: string; city: string } | null; at: instant }",
);
const scope: ExpressionScope = {
  roots: new Map([
    ["value", order],
    ["key", type("string")],
  ]),
};

/** `|` marks the cursor. */
function at(text: string, inScope = scope): ReturnType<typeof complete> {
  const offset = text.indexOf("|");
  return complete(text.replace("|", ""), offset, inScope);
}
const labels = (text: string, inScope = scope): string[] => at(text, inScope).items.map((item) => item.label);

describe("completion", () => {
  it("offers the fields of what stands before the point, whatever else is broken", () => {
    for (const text of [
      "value.|",
      "value.to|",
      "1 + value.|",
      "round(value.|",
      "value?.| > 3 &&",
      "text.upper(value.id, value.|",
    ])
      assert.ok(labels(text).includes("total"), text);
    assert.deepEqual(labels("value.customer.|"), ["name", "city"]);
    assert.equal(at("value.|").items.find((item) => item.label === "note")?.detail, "string, may be missing");
  });
  it("knows the parameters of an arrow function and what they are", () => {
    assert.ok(labels("value.lines.map((line) => line.|").includes("sku"));
    assert.ok(labels("value.lines.filter((line) => line.price > 1).map((x) => x.|)").includes("price"));
    assert.ok(labels("value.lines.map((line) => |)").includes("line"));
  });
  it("offers every function with its signature, help and an example", () => {
    const items = at("|").items.filter((item) => item.kind === "function");
    assert.equal(items.length, library.size);
    for (const item of items) assert.ok(item.detail !== "" && item.documentation.includes("```"), item.label);
  });
  it("offers the functions of a family after its name", () => {
    const found = at("text.up|(value.id)").items.map((item) => item.insert);
    assert.ok(found.includes("upper($0)"));
  });
  it("turns a method that a value does not have into the function that is meant", () => {
    const upper = at("value.id.up|").items.find((item) => item.label === "upper");
    assert.deepEqual([upper?.insert, upper?.remove], ["text.upper(value.id)$0", { from: 0, to: 9 }]);
  });
  it("stays silent in strings and comments", () => {
    assert.deepEqual(labels('"value.|"'), []);
    assert.deepEqual(labels("`total |"), []);
    assert.ok(labels("`total ${value.|").includes("total"));
  });
  it("offers aggregate functions around, and the record inside", () => {
    const many: ExpressionScope = { ...scope, resultRoots: new Map([["key", type("string")]]) };
    assert.ok(aggregateFunctions.every((fn) => labels("|", many).includes(fn.name)));
    assert.ok(!labels("|", many).includes("value"));
    assert.ok(labels("sum(value.|", many).includes("total"));
    assert.ok(labels("sum(|)", many).includes("value"));
  });
});

describe("hover", () => {
  it("gives the type of the part under the cursor, narrowed where a condition narrows it", () => {
    assert.match(hoverAt("value.total * 2", 8, scope)?.code ?? "", /value\.total: decimal$/);
    const text = 'value.customer != null && value.customer.name == "x"';
    assert.match(hoverAt(text, text.indexOf("name") + 1, scope)?.code ?? "", /name: string$/);
  });
  it("gives the signatures and the help of a function", () => {
    assert.match(hoverAt("text.upper(value.id)", 6, scope)?.code ?? "", /^text\.upper\(/);
  });
});

it("signature help follows the argument", () => {
  const source = 'text.slice(value.id, min(1, 2), "a, b", ';
  assert.deepEqual(
    [signatureHelp(source, source.length)?.name, signatureHelp(source, source.length)?.argument],
    ["text.slice", 3],
  );
  assert.equal(signatureHelp(source, source.indexOf("1, 2") + 3)?.name, "min");
  assert.equal(signatureHelp(source, source.indexOf("1, 2") + 3)?.argument, 1);
  assert.equal(signatureHelp("value.total", 4), undefined);
});

describe("tokens", () => {
  it("cover the text without gaps, also of what cannot be parsed", () => {
    for (const source of ["`a ${ {b: `c`} } d` + 1", "value.#x 'open", "/* open\nstill */ 1", "a?.b ?? 0.5e3"]) {
      const text = tokenize(source)
        .map(({ from, to }) => source.slice(from, to))
        .join("");
      assert.equal(text, source.replaceAll("\n", ""));
    }
  });
  it("know what closes what is open", () => {
    assert.equal(closersOf("f([`a ${ {x: (1"), ")}}`])");
    assert.equal(closersOf("'(' + f(1)"), "");
  });
});

it("the same findings as the planner", () => {
  const { diagnostics, type: result } = checkExpression("value.totl * 2", scope);
  assert.equal(diagnostics[0]?.fix?.text, "total");
  assert.equal(printType(result), "any");
});
