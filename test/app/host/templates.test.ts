/** Templates are complete, in canonical form, laid out by hand without overlaps, and show something the moment they are opened. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHeight, nodeWidth } from "../../../app/renderer/canvas/model/sizes.ts";
import { must } from "../../../shared/assert.ts";
import { parseLayout, writeLayout } from "../../../shared/pipeline/layout.ts";
import { parseTestDocument } from "../../../shared/pipeline/test-document.ts";
import { formatPipeline, openPipeline } from "../../../shared/validation/open.ts";
import { openHost } from "./open-host.ts";

test("templates", { timeout: 120_000 }, async (t) => {
  const { call } = await openHost(t);
  const templates = await call("workspace.templates", {});
  assert.ok(templates.length >= 6);
  assert.equal(new Set(templates.map(({ id }) => id)).size, templates.length);
  for (const template of templates) {
    await t.test(template.title, async () => {
      const { pipeline: text, layout: layoutText, tests, summary, tags } = template;
      assert.ok(layoutText !== null && tests !== null);
      assert.match(summary, /^[A-Z].*\.$/);
      assert.ok(summary.length <= 130 && tags.length === 3);
      const { pipeline, diagnostics } = openPipeline(text);
      assert.deepEqual(diagnostics, []);
      assert.ok(pipeline !== null);
      assert.equal(formatPipeline(pipeline), text);
      assert.ok((parseTestDocument(tests).document?.tests.size ?? 0) > 0);
      const { layout } = parseLayout(layoutText);
      assert.ok(layout !== null);
      assert.equal(writeLayout(layout), layoutText);
      const boxes = [...pipeline.nodes.keys()].map((id) => {
        const place = must(layout.nodes.get(id), `the place of ${id}`);
        return { ...place, width: nodeWidth, height: nodeHeight, id };
      });
      assert.equal(layout.nodes.size, boxes.length);
      const all = [...boxes, ...[...layout.notes].map(([id, note]) => ({ width: 220, height: 64, ...note, id }))];
      for (const a of all)
        for (const b of all)
          assert.ok(
            a.id === b.id || a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y,
            `${a.id} and ${b.id} stand apart`,
          );
      for (const { from, to } of pipeline.edges.values())
        assert.ok(must(layout.nodes.get(from.node)).x < must(layout.nodes.get(to.node)).x, "records flow to the right");

      const file = `${template.id}.pipeline.json`;
      await call("document.create", { file, pipeline: text, layout: layoutText, tests });
      const request = { pipeline: text, inputs: {}, defaultCount: 200, end: "close" as const, rowsPerEdge: 50 };
      const result = await call("preview.run", { file, request });
      const edges = Object.entries(result.edges).filter(([id]) => pipeline.edges.get(id)?.from.port !== "late");
      for (const [id, { count }] of edges) assert.ok(count > 0, `records pass ${id}`);
      assert.deepEqual(
        Object.values(result.nodes).flatMap(({ failures }) => failures),
        [],
      );
      const reports = await call("tests.run", { file, pipeline: text, tests });
      assert.ok(reports.length > 0 && reports.every((report) => report.passed), JSON.stringify(reports));
    });
  }
});
