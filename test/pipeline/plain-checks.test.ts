/** The quick checks of nodes, edges and places say what the schemas say: neither more nor less. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { edgeSchema, isPlainEdge, isPlainNode, nodeSchema } from "../../shared/pipeline/document-schema.ts";
import { layoutSchema, parseLayout } from "../../shared/pipeline/layout.ts";
import type { Json } from "../../shared/pipeline/pipeline.ts";
import { json } from "./arbitraries.ts";

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("filter", "kafka-source", "n_1.out", "n_2.in") },
  { weight: 1, arbitrary: fc.constantFrom("Filter", "", " ", "a\u2028b", "a\nb", "n_1", ".out", "x".repeat(300)) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(1e6, -1e6, 1e6 + 1, -0));

function withKeys(keys: readonly string[], value: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  const key = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...keys) },
    fc.constantFrom("onError", "__proto__", "extra"),
  );
  return fc.array(fc.tuple(key, value), { maxLength: 4 }).map((entries) => {
    const out: Record<string, Json> = Object.create(null);
    for (const [name, item] of entries) out[name] = item;
    return out;
  });
}

test("nodes", () => {
  let plain = 0;
  const value = fc.oneof({ weight: 3, arbitrary: text }, json);
  fc.assert(
    fc.property(withKeys(["type", "name", "config"], value), (node) => {
      if (!isPlainNode(node)) return;
      plain += 1;
      assert.ok(nodeSchema.safeParse(node).success);
    }),
    { numRuns: 3000 },
  );
  assert.ok(plain > 20, "some of them were plain");
  assert.ok(isPlainNode({ type: "filter", name: "Large", config: { where: "value.a > 1" } }));
});

test("edges", () => {
  let plain = 0;
  fc.assert(
    fc.property(withKeys(["from", "to"], text), (edge) => {
      const known = edgeSchema.safeParse(edge).success;
      if (known) plain += 1;
      assert.equal(isPlainEdge(edge), known);
    }),
    { numRuns: 3000 },
  );
  assert.ok(plain > 20, "some of them were plain");
});

test("places", () => {
  fc.assert(
    fc.property(withKeys(["x", "y", "width"], number), (place) => {
      const source = JSON.stringify({ format: 1, nodes: { n_1: place, n_2: { x: 1, y: 2 } } });
      const known = layoutSchema.safeParse(JSON.parse(source)).success && !source.includes("__proto__");
      assert.equal(parseLayout(source).layout !== null, known, source);
    }),
    { numRuns: 2000 },
  );
});
