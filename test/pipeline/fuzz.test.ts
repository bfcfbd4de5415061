/** Whatever is fed to the reader: an answer in good time, never an exception. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { hasErrors } from "../../shared/diagnostics.ts";
import { parsePipeline } from "../../shared/pipeline/document.ts";
import { parseEnvironment } from "../../shared/pipeline/environment.ts";
import { parseLayout } from "../../shared/pipeline/layout.ts";
import { readJson } from "../../shared/pipeline/json-reader.ts";
import { parseTestDocument } from "../../shared/pipeline/test-document.ts";
import { writePipeline } from "../../shared/pipeline/write.ts";
import { toJson } from "../../shared/pipeline/json-node.ts";

const sample = readFileSync(new URL("fixtures/late-payments.pipeline.json", import.meta.url));
const others = ["late-payments.layout.json", "late-payments.test.json", "shop.environment.json"].map((name) =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url)),
);

function readAll(source: string | Uint8Array): void {
  const { pipeline, diagnostics, readOnly } = parsePipeline(source);
  for (const { code, message, hint } of diagnostics) assert.ok(code && message && hint);
  if (pipeline === null) assert.ok(hasErrors(diagnostics));
  else if (!readOnly && !hasErrors(diagnostics))
    assert.deepEqual(parsePipeline(writePipeline(pipeline)).pipeline, pipeline);
  parseLayout(source);
  parseTestDocument(source);
  parseEnvironment(source);
}

test("random bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readAll), { numRuns: 500 });
});

test("random text of JSON's alphabet", () => {
  const token = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "u",
    "d800",
    "1",
    "-",
    ".",
    "e",
    "null",
    "true",
    '"format"',
    "0",
    " ",
    "\n",
  );
  fc.assert(
    fc.property(
      fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join("")),
      readAll,
    ),
    { numRuns: 1000 },
  );
});

test("samples with bytes changed, cut out and put in", () => {
  const change = fc.record({ at: fc.nat(5000), drop: fc.nat(20), put: fc.uint8Array({ maxLength: 5 }) });
  fc.assert(
    fc.property(
      fc.constantFrom(sample, ...others),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      (base, changes) => {
        let bytes: Uint8Array = base;
        for (const { at, drop, put } of changes) {
          const from = at % (bytes.length + 1);
          bytes = Uint8Array.from([...bytes.subarray(0, from), ...put, ...bytes.subarray(from + drop)]);
        }
        readAll(bytes);
      },
    ),
    { numRuns: 200 },
  );
});

test("a sample with any value replaced by any other", () => {
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom(null, [], {}, "", "a.b", 1e308, -0));
  const text = sample.toString();
  fc.assert(
    fc.property(fc.nat(200), values, (which, value) => {
      let count = 0;
      const changed = JSON.stringify(JSON.parse(text), (key, item: unknown) =>
        key !== "" && count++ === which ? value : item,
      );
      readAll(changed);
    }),
    { numRuns: 150 },
  );
});

test("the reader takes what JSON.parse takes, but for what it refuses on purpose", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const { root, diagnostics } = readJson(text);
      const refused = diagnostics
        .map(({ code }) => code)
        .filter((code) => !["DOC_0007", "DOC_0010", "DOC_0011"].includes(code));
      assert.deepEqual(refused, []);
      assert.ok(root);
      if (diagnostics.length === 0) assert.equal(JSON.stringify(toJson(root)), JSON.stringify(JSON.parse(text)));
    }),
    { numRuns: 1000 },
  );
});
