import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findCycles } from "../../shared/pipeline/cycles.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";

/** `a>b b>c` as a pipeline. */
function graph(text: string): Pipeline {
  const pairs = text
    .split(" ")
    .filter(Boolean)
    .map((edge) => edge.split(">") as [string, string]);
  const ids = new Set(pairs.flat());
  return {
    id: "p",
    name: "P",
    description: null,
    operators: new Map(),
    nodes: new Map([...ids].map((id) => [id, { id, type: "merge", name: id, config: {}, onError: null }])),
    edges: new Map(
      pairs.map(([from, to], index) => [
        `e${index}`,
        { id: `e${index}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } },
      ]),
    ),
    settings: { guarantee: "at-least-once", commitIntervalMs: 1000 },
  };
}

describe("cycles", () => {
  const cases: readonly [graph: string, cycles: readonly string[]][] = [
    ["", []],
    ["a>b b>c a>c", []],
    ["a>a", ["a"]],
    ["a>b b>a", ["a b"]],
    ["s>c c>b b>a a>c a>t t>u", ["a c b"]],
    ["a>b b>a c>d d>c b>c", ["a b", "c d"]],
    ["a>b b>c c>a b>a", ["a b c", "a b"]],
  ];
  for (const [text, cycles] of cases) {
    test(text, () =>
      assert.deepEqual(
        findCycles(graph(text))
          .map((cycle) => cycle.join(" "))
          .toSorted(),
        [...cycles].toSorted(),
      ),
    );
  }

  test("a chain of 10 000 nodes, with and without a way back", () => {
    const chain = Array.from({ length: 9999 }, (_, index) => `n${index}>n${index + 1}`).join(" ");
    assert.deepEqual(findCycles(graph(chain)), []);
    assert.equal(findCycles(graph(`${chain} n9999>n0`))[0]?.length, 10_000);
  });

  test("a graph full of cycles gives a few of them in good time", () => {
    const edges = Array.from({ length: 200 }, (_, a) => Array.from({ length: 200 }, (_, b) => `n${a}>n${b}`))
      .flat()
      .join(" ");
    assert.equal(findCycles(graph(edges)).length, 20);
  });
});
