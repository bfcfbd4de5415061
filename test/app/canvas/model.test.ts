/** The canvas' pure parts: guides, alignment, places, names, what is inserted, searched and walked. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { align, distribute } from "../../../app/renderer/canvas/model/align.ts";
import { distanceTo, edgeCurve, middleOf, pointAt } from "../../../app/renderer/canvas/model/edge-curve.ts";
import { intersects, type Rect } from "../../../app/renderer/canvas/model/geometry.ts";
import { walk } from "../../../app/renderer/canvas/model/graph-walk.ts";
import { planInsertion, splitEdge } from "../../../app/renderer/canvas/model/insert.ts";
import { freeName, freePlace, starters } from "../../../app/renderer/canvas/model/new-node.ts";
import { quickLayout } from "../../../app/renderer/canvas/model/quick-layout.ts";
import { walkText } from "../../../app/renderer/canvas/model/search-text.ts";
import { snapToNeighbours } from "../../../app/renderer/canvas/model/snap.ts";
import { SpatialIndex } from "../../../app/renderer/canvas/model/spatial-index.ts";
import { bringInto, fitRect, toScreen, toWorld, zoomAt } from "../../../app/renderer/canvas/model/viewport.ts";
import { countText, rateText } from "../../../app/renderer/canvas/view/figures.ts";
import { must } from "../../../shared/assert.ts";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import { applyStudioEdits } from "../../../shared/pipeline/studio-document.ts";
import { emptyLayout } from "../../../shared/pipeline/layout.ts";
import { openPipeline } from "../../../shared/validation/open.ts";
import { plan } from "../../../shared/topology/plan.ts";
import { drawPipeline } from "../../bench/canvas-pipelines.ts";
import { samplePipeline } from "./open-canvas.ts";

const box = (x: number, y: number, width = 100, height = 50): Rect => ({ x, y, width, height });
const late = must(openPipeline(await samplePipeline("late-payments")).pipeline, "the sample");

function assertSays(answer: unknown, reason: RegExp): void {
  assert.ok(typeof answer === "string", "it was planned");
  assert.match(answer, reason);
}

describe("smart guides", () => {
  test("edges and centres of neighbours attract, with a line over both", () => {
    const { dx, dy, guides } = snapToNeighbours(box(204, 300), [box(200, 0)], 6);
    assert.deepEqual({ dx, dy }, { dx: -4, dy: 0 });
    const left = must(guides.find(({ at }) => at === 200));
    assert.deepEqual(
      { axis: left.axis, kind: left.kind, from: left.from, to: left.to },
      { axis: "x", kind: "align", from: 0, to: 350 },
    );
  });

  test("nothing within reach changes nothing", () => {
    assert.deepEqual(snapToNeighbours(box(230, 300), [box(200, 0)], 6), { dx: 0, dy: 0, guides: [] });
  });

  test("equal gaps in a row attract", () => {
    const { dx, guides } = snapToNeighbours(box(303, 0), [box(0, 3), box(150, 3)], 6);
    assert.equal(dx, -3, "150 + 100 + 50");
    assert.equal(guides.filter(({ kind }) => kind === "gap").length, 2);
  });

  test("the middle between two neighbours attracts", () => {
    assert.equal(snapToNeighbours(box(152, 1), [box(0, 4), box(300, 4)], 6).dx, -2);
  });
});

describe("arranging", () => {
  const boxes = [
    { id: "a", ...box(0, 10) },
    { id: "b", ...box(40, 100, 60, 20) },
    { id: "c", ...box(300, 400) },
  ];
  test("aligning moves to the common edge or middle", () => {
    assert.deepEqual(
      [...align(boxes, "left").values()].map(({ x }) => x),
      [0, 0, 0],
    );
    assert.deepEqual(
      [...align(boxes, "right").values()].map(({ x }) => x),
      [300, 340, 300],
    );
    assert.deepEqual(
      [...align(boxes, "center").values()].map(({ x }) => x),
      [150, 170, 150],
    );
    assert.deepEqual(
      [...align(boxes, "bottom").values()].map(({ y }) => y),
      [400, 430, 400],
    );
  });
  test("distributing leaves the outermost and makes gaps equal", () => {
    const places = distribute(boxes, "x");
    assert.deepEqual([places.get("a")?.x, places.get("b")?.x, places.get("c")?.x], [0, 170, 300]);
    assert.equal(distribute(boxes.slice(0, 2), "x").size, 0);
  });
});

describe("the window", () => {
  test("a zoom keeps the point below the pointer", () => {
    const before = { x: 30, y: -20, zoom: 0.5 };
    const at = { x: 200, y: 100 };
    const world = toWorld(before, at);
    assert.deepEqual(toScreen(zoomAt(before, at, 1.7), world), at);
  });
  test("a rectangle that is seen already moves nothing; one outside is brought in", () => {
    const size = { width: 800, height: 600 };
    const view = { x: 0, y: 0, zoom: 1 };
    assert.equal(bringInto(view, box(300, 300), size), view);
    const moved = bringInto(view, box(1000, 300), size);
    assert.equal(toScreen(moved, { x: 1100, y: 0 }).x, 760);
    assert.equal(fitRect(box(0, 0, 1456, 100), size).zoom, 0.5);
  });
});

describe("lines", () => {
  test("they start and end where they should, forwards and backwards", () => {
    for (const to of [
      { x: 300, y: 80 },
      { x: -200, y: 10 },
      { x: -200, y: 400 },
    ]) {
      const curve = edgeCurve({ x: 0, y: 0 }, to);
      assert.deepEqual(pointAt(curve, 0), { x: 0, y: 0 });
      const end = pointAt(curve, 1);
      assert.ok(Math.hypot(end.x - to.x, end.y - to.y) < 1e-6);
      assert.ok(distanceTo(curve, middleOf(curve)) < 4);
    }
  });
  test("the index finds what a window meets, and only that", () => {
    const items = Array.from({ length: 400 }, (_, index) => box((index % 20) * 300, Math.floor(index / 20) * 300));
    const index = new SpatialIndex(items);
    const area = box(250, 250, 900, 700);
    assert.deepEqual(new Set(index.find(area)), new Set(items.filter((item) => intersects(item, area))));
  });
});

describe("new nodes", () => {
  test("every starter passes its operator's schema", () => {
    for (const [type, config] of Object.entries(starters)) {
      const operator = must(catalogue.get(type), type);
      assert.ok(operator.config.safeParse(config).success, type);
    }
  });
  test("names count up from their own number", () => {
    assert.equal(freeName("Filter", new Set()), "Filter");
    assert.equal(freeName("Filter", new Set(["Filter"])), "Filter 2");
    assert.equal(freeName("Filter 2", new Set(["Filter 2", "Filter 3"])), "Filter 4");
  });
  test("a place is never on another node", () => {
    const taken = [box(0, 0), box(0, 60), box(0, -60)];
    const place = freePlace({ x: 3, y: 2 }, { width: 100, height: 50 }, (area) =>
      taken.some((other) => intersects(area, other)),
    );
    assert.ok(!taken.some((other) => intersects({ ...place, width: 100, height: 50 }, other)));
    assert.equal(place.x % 20, 0);
  });

  const scene = (pipeline = late) => ({
    pipeline,
    types: plan(pipeline).types,
    boxOf: () => box(0, 0),
    isTaken: () => false,
  });
  test("beside a port it is connected; one root, one step", () => {
    const planned = planInsertion(scene(), must(catalogue.get("filter")), {
      kind: "port",
      port: { node: "late_5h3n6v2r", port: "out" },
      side: "outputs",
      at: null,
    });
    assert.ok(typeof planned !== "string");
    const { pipeline, layout } = applyStudioEdits({ pipeline: late, layout: emptyLayout }, planned.edits);
    assert.equal(pipeline.nodes.size, late.nodes.size + 1);
    assert.equal(pipeline.edges.size, late.edges.size + 1);
    assert.ok(layout.nodes.has(planned.node.id));
    assert.deepEqual(
      plan(pipeline).diagnostics.filter(({ severity }) => severity === "error"),
      [],
    );
  });
  test("on an edge it goes between, and the edge keeps its id up to it", () => {
    const planned = planInsertion(scene(), must(catalogue.get("peek")), {
      kind: "edge",
      edge: "e_3a6s9d1f",
      at: { x: 0, y: 0 },
    });
    assert.ok(typeof planned !== "string");
    const { pipeline } = applyStudioEdits({ pipeline: late, layout: emptyLayout }, planned.edits);
    assert.equal(pipeline.edges.get("e_3a6s9d1f")?.to.node, planned.node.id);
    const onwards = [...pipeline.edges.values()].find(({ from }) => from.node === planned.node.id);
    assert.equal(onwards?.to.node, "late_5h3n6v2r");
  });
  test("what does not fit says why", () => {
    const sink = planInsertion(scene(), must(catalogue.get("kafka-sink")), {
      kind: "edge",
      edge: "e_3a6s9d1f",
      at: { x: 0, y: 0 },
    });
    assertSays(sink, /no output/);
    const source = planInsertion(scene(), must(catalogue.get("kafka-source")), {
      kind: "port",
      port: { node: "late_5h3n6v2r", port: "out" },
      side: "outputs",
      at: null,
    });
    assertSays(source, /no input/);
    const own = splitEdge(scene(), must(late.nodes.get("late_5h3n6v2r")), "e_3a6s9d1f");
    assertSays(own, /ends at this node/);
  });
});

describe("the graph", () => {
  test("the quick layout goes from left to right and puts nothing on another", () => {
    for (const pipeline of [late, must(openPipeline(drawPipeline(300).pipeline).pipeline)]) {
      const places = quickLayout(pipeline);
      assert.equal(places.size, pipeline.nodes.size);
      for (const { from, to } of pipeline.edges.values())
        assert.ok(must(places.get(from.node)).x < must(places.get(to.node)).x);
      assert.equal(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size, places.size);
    }
  });
  test("arrows walk along edges and between siblings", () => {
    const places = quickLayout(late);
    const boxOf = (id: string) => {
      const place = places.get(id);
      return place === undefined ? undefined : box(place.x, place.y);
    };
    assert.equal(walk(late, boxOf, "orders_2mq8f7ya", "downstream"), "join_c41z8w0q");
    const first = must(walk(late, boxOf, "join_c41z8w0q", "upstream"));
    const other = first === "orders_2mq8f7ya" ? "payments_6w0d5j9e" : "orders_2mq8f7ya";
    assert.equal(walk(late, boxOf, first, "next"), other);
    assert.equal(walk(late, boxOf, other, "previous"), first);
    assert.equal(walk(late, boxOf, "out_8k1p3c6t", "downstream"), null);
  });
  test("search finds by name, type and what fields say, names first", () => {
    const find = (text: string) => walkText(late, () => box(0, 0), text);
    assert.deepEqual(find("not fully"), ["late_5h3n6v2r"]);
    assert.deepEqual(find("aggregate"), ["count_9d2x7k4b"]);
    assert.deepEqual(find("value.paid"), ["late_5h3n6v2r"]);
    assert.equal(find("payment")[0], "payments_6w0d5j9e");
    assert.deepEqual(find("nothing like it"), []);
  });
});

test("figures are short and have units", () => {
  assert.deepEqual([0, 950, 1234, 38_400, 4_100_000].map(countText), ["0", "950", "1.2 k", "38 k", "4.1 M"]);
  assert.deepEqual([0, 0.4, 84, 1200].map(rateText), ["0 /s", "0.4 /s", "84 /s", "1.2 k/s"]);
});
