/** Between the renderer and its analysis worker. Only what changed crosses: the worker keeps the last root of each document. */
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import type { Pipeline, PipelineEdge, PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import type { NodeTypes } from "../../../shared/topology/plan.ts";
import type { Topology } from "../../../shared/topology/topology.ts";

export interface AnalysisRequest {
  readonly document: string;
  /** Counts up; an answer names it, and older answers are dropped. */
  readonly version: number;
  readonly patch: PipelinePatch;
}

/** Null for an id that is gone. */
export interface PipelinePatch {
  readonly rest: Omit<Pipeline, "nodes" | "edges">;
  /** Forget what was there before. */
  readonly whole: boolean;
  readonly nodes: readonly (readonly [string, PipelineNode | null])[];
  readonly edges: readonly (readonly [string, PipelineEdge | null])[];
}

export interface AnalysisAnswer {
  readonly document: string;
  readonly version: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly types: ReadonlyMap<string, NodeTypes>;
  readonly topology: Topology | null;
  /** Time in the worker. */
  readonly ms: number;
}

/** What leads from one root to another; roots share what did not change, so identity tells. */
export function makePatch(before: Pipeline | null, after: Pipeline): PipelinePatch {
  const { nodes, edges, ...rest } = after;
  return {
    rest,
    whole: before === null,
    nodes: differences(before?.nodes ?? new Map(), nodes),
    edges: differences(before?.edges ?? new Map(), edges),
  };
}

export function applyPatch(before: Pipeline | null, patch: PipelinePatch): Pipeline {
  const start = patch.whole ? null : before;
  return {
    ...patch.rest,
    nodes: patched(start?.nodes ?? new Map(), patch.nodes),
    edges: patched(start?.edges ?? new Map(), patch.edges),
  };
}

function differences<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): (readonly [string, T | null])[] {
  if (before === after) return [];
  const out: (readonly [string, T | null])[] = [];
  for (const [id, item] of after) if (before.get(id) !== item) out.push([id, item]);
  for (const id of before.keys()) if (!after.has(id)) out.push([id, null]);
  return out;
}

function patched<T>(
  before: ReadonlyMap<string, T>,
  patch: readonly (readonly [string, T | null])[],
): ReadonlyMap<string, T> {
  if (patch.length === 0) return before;
  const out = new Map(before);
  for (const [id, item] of patch) {
    if (item === null) out.delete(id);
    else out.set(id, item);
  }
  return out;
}
