/** Previews of pipelines that are being drawn. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { preview } from "../../runtime/agent/preview/preview.ts";
import { PipelineRefused } from "../../runtime/agent/pipeline-refused.ts";
import { pipelineText, previewRequest } from "./agent-process.ts";

interface Document {
  nodes: Record<string, { type: string; config: Record<string, unknown> }>;
  edges: Record<string, { from: string; to: string }>;
}

function edited(name: string, edit: (document: Document) => void): string {
  const document = JSON.parse(pipelineText(name)) as Document;
  edit(document);
  return JSON.stringify(document);
}

function ran(text: string): string[] {
  const { nodes } = preview(previewRequest(text));
  return Object.keys(nodes)
    .map((id) => id.split("_")[0] ?? "")
    .toSorted();
}

function refusal(text: string): PipelineRefused {
  try {
    preview(previewRequest(text));
  } catch (error) {
    if (error instanceof PipelineRefused) return error;
    throw error;
  }
  throw new Error("it was previewed");
}

describe("a preview of an incomplete pipeline", () => {
  test("leaves out a node in error, and everything behind it", () => {
    const text = edited("card-payments", ({ nodes }) => {
      nodes["mask_5n8b2m6w"]!.config = { fields: { nothing: "last4" } };
    });
    assert.deepEqual(ran(text), ["out", "payments", "route", "show", "totals"]);
    const result = preview(previewRequest(text));
    assert.equal(result.edges["e02_nqjn"], undefined);
    assert.ok((result.edges["e06_20dj"]?.count ?? 0) > 0);
  });

  test("leaves out a join that misses an input", () => {
    const text = edited("enrich-orders", ({ edges }) => void delete edges["e02_0w2n"]);
    assert.deepEqual(ran(text), ["customers", "orders"]);
  });

  test("runs with outputs that lead nowhere", () => {
    const text = edited("card-payments", ({ nodes, edges }) => {
      for (const [id, edge] of Object.entries(edges)) if (!edge.from.startsWith("payments")) delete edges[id];
      for (const id of Object.keys(nodes)) if (!/^(?:payments|route)/.test(id)) delete nodes[id];
    });
    assert.deepEqual(ran(text), ["payments", "route"]);
    assert.deepEqual(
      preview(previewRequest(text)).nodes["route_9x4c7v2b"]?.recordsOut.reduce((a, b) => a + b, 0),
      20,
    );
  });

  test("leaves out edges that lead nowhere, operators that are not known, and their followers", () => {
    const text = edited("card-payments", ({ nodes, edges }) => {
      nodes["totals_8j3k5l7p"]!.type = "unheard-of";
      edges["x"] = { from: "ghost.out", to: "alerts_2w6r8t4y.in" };
      edges["y"] = { from: "route_9x4c7v2b.nothing", to: "show_6q9w3e5r.in" };
    });
    assert.deepEqual(ran(text), ["mask", "payments", "route"]);
  });

  test("is refused with the findings when nothing can run", () => {
    const noSource = refusal(
      edited("card-payments", ({ nodes }) => {
        nodes["payments_3f8h2k6q"]!.config = { fields: {} };
      }),
    );
    assert.ok(noSource.diagnostics.some(({ node, severity }) => node === "payments_3f8h2k6q" && severity === "error"));
    assert.equal(noSource.node, "payments_3f8h2k6q");
    assert.ok(refusal("{").diagnostics.some(({ code }) => code.startsWith("DOC_")));
    const empty = refusal('{"format":1,"id":"p","name":"P","operators":{},"nodes":{},"edges":{}}');
    assert.ok(empty.diagnostics.some(({ code }) => code === "DOC_0211"));
  });

  test("a cycle is left out, what does not stand behind it runs", () => {
    const text = edited("card-payments", ({ nodes, edges }) => {
      nodes["a"] = { type: "merge", config: {} };
      edges["loop1"] = { from: "mask_5n8b2m6w.out", to: "a.in" };
      edges["loop2"] = { from: "a.out", to: "mask_5n8b2m6w.in" };
    });
    assert.ok(!ran(text).includes("mask"));
    assert.ok(ran(text).includes("show"));
  });
});
