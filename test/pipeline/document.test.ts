import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { errorCodes } from "../../shared/errors.ts";
import { parsePipeline } from "../../shared/pipeline/document.ts";
import { toJson } from "../../shared/pipeline/json-node.ts";
import { readJson } from "../../shared/pipeline/json-reader.ts";
import type { OperatorLookup } from "../../shared/pipeline/operator-lookup.ts";
import { writePipeline } from "../../shared/pipeline/write.ts";
import { documentCases, minimal } from "./document-cases.ts";

const operators: OperatorLookup = (type) => (type === "filter" ? { version: 1, migrations: [] } : undefined);

describe("findings of a document", () => {
  for (const { code, what, text, pointer, at } of documentCases) {
    test(`${code} ${what}`, () => {
      const { diagnostics } = parsePipeline(text, { operators });
      const found = diagnostics.find((diagnostic) => diagnostic.code === code);
      assert.ok(found, `found only ${JSON.stringify(diagnostics)}`);
      assert.ok(found.hint, "a finding says what to do");
      if (pointer !== undefined) assert.equal(found.pointer, pointer);
      if (at !== undefined && typeof text === "string")
        assert.equal(text.slice(found.range?.from, found.range?.to), at);
    });
  }

  test("every code that reading can give has a case", () => {
    const tested = new Set(documentCases.map(({ code }) => code));
    const codes = Object.keys(errorCodes).filter((code) => /^DOC_0[01]/.test(code));
    assert.deepEqual(
      codes.filter((code) => !tested.has(code)),
      [],
    );
  });

  test("a document that is right gives none", () => {
    assert.deepEqual(parsePipeline(minimal(), { operators }).diagnostics, []);
  });
});

describe("reading", () => {
  test("the sample is read as it is", () => {
    const text = readFileSync(new URL("fixtures/late-payments.pipeline.json", import.meta.url));
    const { pipeline, diagnostics, readOnly } = parsePipeline(text);
    assert.deepEqual(diagnostics, []);
    assert.equal(readOnly, false);
    assert.ok(pipeline);
    assert.deepEqual(
      [...pipeline.nodes.values()].map((node) => node.type),
      ["aggregate", "stream-stream-join", "filter", "kafka-source", "kafka-sink", "kafka-source"],
    );
    assert.deepEqual(pipeline.edges.get("e_0q7w2e4r")?.to, { node: "join_c41z8w0q", port: "left" });
    assert.deepEqual(pipeline.settings, { guarantee: "exactly-once", commitIntervalMs: 1000 });
    assert.deepEqual(pipeline.nodes.get("late_5h3n6v2r")?.onError, {
      policy: "dead-letter",
      topic: "late-payments.dead",
    });
  });

  test("a newer format is opened for reading, and its unknown keys are no findings", () => {
    const { pipeline, diagnostics, readOnly } = parsePipeline(minimal({ format: 7, lanes: {} }, { lane: "x" }), {
      operators,
    });
    assert.equal(pipeline?.nodes.get("f")?.name, "F");
    assert.deepEqual(
      diagnostics.map(({ code, severity }) => [code, severity]),
      [["DOC_0103", "warning"]],
    );
    assert.equal(readOnly, true);
  });

  test("an unknown key of this format keeps the file from being written", () => {
    const { pipeline, readOnly } = parsePipeline(minimal({ lanes: {} }), { operators });
    assert.ok(pipeline);
    assert.equal(readOnly, true);
  });

  test("a node in error does not hide the others", () => {
    const text = minimal({ nodes: { a: { type: "filter" }, b: { type: "filter", name: "B" } } });
    const { pipeline, diagnostics, readOnly } = parsePipeline(text, { operators });
    assert.deepEqual([...(pipeline?.nodes.keys() ?? [])], ["b"]);
    assert.deepEqual(
      diagnostics.map(({ code, node }) => [code, node]),
      [["DOC_0105", "a"]],
    );
    assert.equal(readOnly, true);
  });

  test("names of prototypes are ordinary ids and keys", () => {
    const text = minimal()
      .replace(
        '"nodes":{',
        '"nodes":{"__proto__":{"type":"filter","name":"P","config":{"__proto__":{"polluted":1},"toString":2}},',
      )
      .replace('"filter":1', '"filter":1,"__proto__":3');
    const { pipeline, diagnostics } = parsePipeline(text);
    assert.deepEqual(diagnostics, []);
    assert.ok(pipeline);
    const node = pipeline.nodes.get("__proto__");
    assert.deepEqual(Object.keys(node?.config ?? {}), ["__proto__", "toString"]);
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
    assert.deepEqual(parsePipeline(writePipeline(pipeline)).pipeline, pipeline);
  });

  test("an unknown type is kept as it stands", () => {
    const text = minimal({ operators: { teleport: 4 } }, { type: "teleport", config: { to: ["x", { y: null }] } });
    const { pipeline, diagnostics } = parsePipeline(text, { operators });
    assert.deepEqual(diagnostics, []);
    assert.ok(pipeline);
    assert.match(writePipeline(pipeline), /"config": \{ "to": \["x", \{ "y": null \}\] \}/);
  });

  test("findings are limited in number", () => {
    const nodes = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`n${i}`, {}]));
    assert.ok(parsePipeline(minimal({ nodes })).diagnostics.length <= 400);
  });
});

describe("the reader agrees with JSON.parse", () => {
  for (const text of [
    "[]",
    "{}",
    "0",
    "-0",
    "-0.5e+3",
    '"\\u00e4\\ud83d\\ude00\\/"',
    '[[],{"a":[{}]},null,true,false]',
    ' {"a" :\t1\r\n} ',
  ]) {
    test(text, () => {
      const { root, diagnostics } = readJson(text);
      assert.deepEqual(diagnostics, []);
      assert.ok(root);
      assert.equal(JSON.stringify(toJson(root)), JSON.stringify(JSON.parse(text)));
    });
  }
});
