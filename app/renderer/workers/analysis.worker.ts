/** Validates and plans the newest root of each document, away from typing and dragging. */
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { plan } from "../../../shared/topology/plan.ts";
import { checkGraph } from "../../../shared/validation/graph.ts";
import { applyPatch, type AnalysisAnswer, type AnalysisRequest } from "./analysis-messages.ts";

const roots = new Map<string, Pipeline>();
const newest = new Map<string, AnalysisRequest>();

self.addEventListener("message", ({ data }: MessageEvent<AnalysisRequest>) => {
  roots.set(data.document, applyPatch(roots.get(data.document) ?? null, data.patch));
  const waiting = newest.has(data.document);
  newest.set(data.document, data);
  // Requests that came in while another was worked on are applied first: only the newest root is analysed.
  if (!waiting) setTimeout(() => analyse(data.document), 0);
});

function analyse(document: string): void {
  const request = newest.get(document);
  const pipeline = roots.get(document);
  newest.delete(document);
  if (request === undefined || pipeline === undefined) return;
  const startedMs = performance.now();
  const { topology, types, diagnostics } = plan(pipeline);
  const answer: AnalysisAnswer = {
    document,
    version: request.version,
    diagnostics: [...diagnostics, ...checkGraph(pipeline)],
    types: new Map([...types].map(([id, { inputs, outputs }]) => [id, { inputs, outputs }])),
    topology,
    ms: performance.now() - startedMs,
  };
  self.postMessage(answer);
}
