import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parsePipeline } from "../../shared/pipeline/document.ts";
import { parseEnvironment, writeEnvironment } from "../../shared/pipeline/environment.ts";
import { readJson } from "../../shared/pipeline/json-reader.ts";
import { parseLayout, writeLayout } from "../../shared/pipeline/layout.ts";
import { printable, printJson } from "../../shared/pipeline/print-json.ts";
import { parseTestDocument, writeTestDocument } from "../../shared/pipeline/test-document.ts";
import { writePipeline } from "../../shared/pipeline/write.ts";
import { json, pipeline } from "./arbitraries.ts";

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

describe("the canonical form", () => {
  test("the samples are in it", () => {
    const { pipeline } = parsePipeline(fixture("late-payments.pipeline.json"));
    const { layout } = parseLayout(fixture("late-payments.layout.json"));
    const { document } = parseTestDocument(fixture("late-payments.test.json"));
    const { environment } = parseEnvironment(fixture("shop.environment.json"));
    assert.ok(pipeline && layout && document && environment);
    assert.equal(writePipeline(pipeline), fixture("late-payments.pipeline.json"));
    assert.equal(writeLayout(layout), fixture("late-payments.layout.json"));
    assert.equal(writeTestDocument(document), fixture("late-payments.test.json"));
    assert.equal(writeEnvironment(environment), fixture("shop.environment.json"));
  });

  test("does not depend on how the file was written", () => {
    const text = fixture("late-payments.pipeline.json");
    const reversed = (value: unknown): unknown =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value;
    const document = JSON.parse(text) as Record<string, unknown>;
    const shuffled = Object.fromEntries(
      Object.entries(document).map(([key, value]) => [key, key === "settings" ? value : reversed(value)]),
    );
    const messy = JSON.stringify(reversed(shuffled), null, 7).replaceAll("\n", "\r\n");
    const { pipeline, diagnostics } = parsePipeline(messy);
    assert.deepEqual(diagnostics, []);
    assert.ok(pipeline);
    assert.equal(writePipeline(pipeline), text);
  });

  test("leaves out what is default", () => {
    const { pipeline } = parsePipeline(
      '{"format":1,"id":"p","name":"P","description":"","operators":{},"nodes":{},"edges":{},"settings":{"guarantee":"at-least-once","commitInterval":"1s"}}',
    );
    assert.ok(pipeline);
    assert.equal(writePipeline(pipeline), '{\n  "format": 1,\n  "id": "p",\n  "name": "P"\n}\n');
  });

  test("keeps $schema first", () => {
    const text = '{\n  "$schema": "./pipeline.schema.json",\n  "format": 1,\n  "id": "p",\n  "name": "P"\n}\n';
    const { pipeline, diagnostics } = parsePipeline(text);
    assert.deepEqual(diagnostics, []);
    assert.ok(pipeline);
    assert.equal(writePipeline(pipeline), text);
  });

  test("reading what was written gives the same pipeline, and writing it again the same text", () => {
    fc.assert(
      fc.property(pipeline, (one) => {
        const text = writePipeline(one);
        const { pipeline: read, diagnostics } = parsePipeline(text);
        assert.deepEqual(
          diagnostics.filter(({ code }) => code !== "DOC_0111" && code !== "DOC_0112"),
          [],
        );
        assert.ok(read);
        const sorted = { ...one, nodes: byId(one.nodes), edges: byId(one.edges), operators: byId(one.operators) };
        assert.deepEqual(read, sorted);
        assert.equal(writePipeline(read), text);
        assert.ok(text.endsWith("}\n") && !text.includes("\r"));
      }),
      { numRuns: 150 },
    );
  });
});

describe("printing JSON", () => {
  test("numbers are as short as they can be, and minus zero stays one", () => {
    assert.equal(printJson([-0, 0.1, 1e21, 20, -5e-7], 100), "[-0, 0.1, 1e+21, 20, -5e-7]\n");
  });

  test("is read back as it was, whatever the width", () => {
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 120 }), (value, width) => {
        const text = printJson(value, width);
        assert.equal(JSON.stringify(JSON.parse(text)), JSON.stringify(value));
        const { root } = readJson(text, { numbers: "verbatim" });
        assert.ok(root);
        assert.equal(printJson(printable(root), width), text);
      }),
      { numRuns: 150 },
    );
  });

  test("no line is longer than the width where that can be helped", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(1000), { maxLength: 30 }), { maxLength: 10 }), (value) => {
        for (const line of printJson(value, 40).split("\n")) assert.ok(line.length <= 40, line);
      }),
    );
  });
});

function byId<T>(map: ReadonlyMap<string, T>): Map<string, T> {
  const order = (a: string, b: string): number => {
    // The reader builds objects first, where names of integers lead; maps compare by content, so order is only for people.
    return a < b ? -1 : 1;
  };
  return new Map([...map].toSorted(([a], [b]) => order(a, b)));
}
