/** What is copied and pasted, as text. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { copyFragment, pasteFragment } from "../../../app/renderer/canvas/model/fragment.ts";
import { must } from "../../../shared/assert.ts";
import { emptyLayout, type Layout } from "../../../shared/pipeline/layout.ts";
import { applyStudioEdits } from "../../../shared/pipeline/studio-document.ts";
import { openPipeline } from "../../../shared/validation/open.ts";
import { samplePipeline } from "./open-canvas.ts";

const pipeline = must(openPipeline(await samplePipeline("late-payments")).pipeline);
const layout: Layout = {
  ...emptyLayout,
  nodes: new Map([
    ["join_c41z8w0q", { x: 100, y: 100 }],
    ["late_5h3n6v2r", { x: 400, y: 100 }],
  ]),
  notes: new Map([["note_1", { x: 100, y: 300, width: 200, height: 80, text: "**Look**" }]]),
};
const document = { pipeline, layout };

function assertSays(answer: unknown, reason: RegExp): void {
  assert.ok(typeof answer === "string", "it was taken");
  assert.match(answer, reason);
}

const copied = must(
  copyFragment(document, new Set(["join_c41z8w0q", "late_5h3n6v2r"]), new Set(["note_1"]), (id) =>
    layout.nodes.get(id),
  ),
);

describe("a fragment", () => {
  test("comes back whole: new ids, free names, the edge between, onError, places", () => {
    const pasted = pasteFragment(document, copied, { x: 1000, y: 1000 });
    assert.ok(typeof pasted !== "string");
    const after = applyStudioEdits(document, pasted.edits);
    assert.equal(after.pipeline.nodes.size, pipeline.nodes.size + 2);
    assert.equal(after.pipeline.edges.size, pipeline.edges.size + 1, "only the edge between both");
    const names = pasted.nodes.map((id) => after.pipeline.nodes.get(id)?.name);
    assert.deepEqual(names, ["Order with its payment 2", "Not fully paid 2"]);
    const [join = "", late = ""] = pasted.nodes;
    assert.deepEqual(after.pipeline.nodes.get(late)?.onError, pipeline.nodes.get("late_5h3n6v2r")?.onError);
    // Prototypes differ, values do not.
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
    assert.deepEqual(plain(after.pipeline.nodes.get(join)?.config), plain(pipeline.nodes.get("join_c41z8w0q")?.config));
    const [a, b] = [must(after.layout.nodes.get(join)), must(after.layout.nodes.get(late))];
    assert.equal(b.x - a.x, 300);
    assert.equal(after.layout.notes.get(pasted.notes[0] ?? "")?.text, "**Look**");
  });

  test("into an empty pipeline, with the operators' versions", () => {
    const empty = must(openPipeline('{"format": 1, "id": "e", "name": "E"}').pipeline);
    const pasted = pasteFragment({ pipeline: empty, layout: emptyLayout }, copied, null);
    assert.ok(typeof pasted !== "string");
    const after = applyStudioEdits({ pipeline: empty, layout: emptyLayout }, pasted.edits);
    assert.deepEqual([...after.pipeline.operators.keys()].toSorted(), ["filter", "stream-stream-join"]);
  });

  test("nothing selected is nothing copied", () => {
    assert.equal(
      copyFragment(document, new Set(), new Set(), () => undefined),
      null,
    );
  });
});

describe("other texts say why", () => {
  for (const [text, reason] of [
    ["", /no text/],
    ["hello", /no part of a pipeline/],
    ["{}", /no part of a pipeline/],
    ["[1, 2]", /no part of a pipeline/],
    ['{"weir": "fragment", "format": 99, "nodes": {}}', /newer version/],
    ['{"weir": "fragment", "format": 1, "nodes": {}}', /empty/],
    [
      '{"weir": "fragment", "format": 1, "nodes": {"a": {"type": "Filter!", "name": "x"}}}',
      /damaged at \/nodes\/a\/type/,
    ],
    ['{"weir": "fragment", "format": 1, "nodes": {"a": {"type": "filter", "name": ""}}}', /damaged/],
    ['{"weir": "fragment", "format": 1, "nodes": {"a": {"type": "filter", "name": "x"}}, "more": 1}', /damaged/],
    ['{"weir": "fragment", "format": 1, "nodes": {"__proto__": {"type": "filter", "name": "x"}}}', /./],
  ] as const) {
    test(text.slice(0, 70) || "nothing", () => {
      assertSays(pasteFragment(document, text, null), reason);
    });
  }

  test("an edge to a node that was not copied is left out, an unknown type is kept", () => {
    const text = JSON.stringify({
      weir: "fragment",
      format: 1,
      nodes: { a: { type: "from-the-future", name: "Later", config: { deep: [1, { x: null }] } } },
      edges: { e: { from: "a.out", to: "b.in" } },
    });
    const pasted = pasteFragment(document, text, null);
    assert.ok(typeof pasted !== "string");
    const after = applyStudioEdits(document, pasted.edits);
    assert.equal(after.pipeline.edges.size, pipeline.edges.size);
    assert.deepEqual(after.pipeline.nodes.get(pasted.nodes[0] ?? "")?.config, { deep: [1, { x: null }] });
  });
});
