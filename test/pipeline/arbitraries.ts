/** Pipelines of all shapes for properties. */
import fc from "fast-check";
import type { Json, OnError, Pipeline, PipelineEdge, PipelineNode } from "../../shared/pipeline/pipeline.ts";

const id = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-z]{1,4}_[0-9a-z]{2}$/) },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "-", "0", "1") },
);
const type = fc.constantFrom("filter", "map", "kafka-source", "kafka-sink", "merge", "teleport");
const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .map((text) => `${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "x")}.`);
const key = fc.oneof(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.constantFrom("__proto__", "constructor", "a/b", "~", "", "ä", "x y"),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));

export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), number, fc.string({ unit: "grapheme", maxLength: 30 })),
    fc.array(tie("value"), { maxLength: 4 }),
    object(tie("value")),
  ),
})).value;

function object(value: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.array(fc.tuple(key, value), { maxLength: 4 }).map((entries) => {
    const out: Record<string, Json> = Object.create(null);
    for (const [name, item] of entries) out[name] = item;
    return out;
  });
}

const onError: fc.Arbitrary<OnError | null> = fc.option(
  fc.oneof(
    fc.record({ policy: fc.constantFrom("fail" as const, "skip" as const) }, { noNullPrototype: true }),
    fc.record(
      { policy: fc.constant("dead-letter" as const), topic: fc.constantFrom("a.dead", "b-dead") },
      { requiredKeys: ["policy"], noNullPrototype: true },
    ),
    fc.record(
      {
        policy: fc.constant("retry" as const),
        attempts: fc.integer({ min: 1, max: 1000 }),
        backoff: fc.constantFrom("500ms", "1s"),
        // oxlint-disable-next-line unicorn/no-thenable -- a word of the document
        then: fc.constantFrom("fail" as const, "skip" as const, "dead-letter" as const),
      },
      { noNullPrototype: true },
    ),
  ),
);

export const pipeline: fc.Arbitrary<Pipeline> = fc
  .record({
    id,
    name,
    description: fc.option(fc.string({ minLength: 1, maxLength: 40 })),
    nodes: fc.uniqueArray(fc.record({ id, type, name, config: object(json), onError }), {
      selector: (node) => node.id,
      maxLength: 6,
    }),
    versions: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 6, maxLength: 6 }),
    edges: fc.uniqueArray(fc.tuple(id, fc.nat(5), fc.nat(5), fc.constantFrom("in", "left", "right")), {
      selector: ([edge]) => edge,
      maxLength: 6,
    }),
    guarantee: fc.constantFrom("at-least-once" as const, "exactly-once" as const),
    commitIntervalMs: fc.integer({ min: 10, max: 600_000 }),
  })
  .map(({ nodes, versions, edges, guarantee, commitIntervalMs, ...rest }) => {
    const types = [...new Set(nodes.map((node) => node.type))];
    const at = (index: number): string => nodes[index % nodes.length]?.id ?? "none";
    return {
      ...rest,
      operators: new Map(types.map((one, index) => [one, versions[index] ?? 1])),
      nodes: new Map(nodes.map((node): [string, PipelineNode] => [node.id, { ...node }])),
      edges: new Map(
        edges.map(([edge, from, to, port]): [string, PipelineEdge] => [
          edge,
          { id: edge, from: { node: at(from), port: "out" }, to: { node: at(to), port } },
        ]),
      ),
      settings: { guarantee, commitIntervalMs },
    };
  });
