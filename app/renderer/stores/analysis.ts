/** What the worker says about the newest root: findings, types at every port, the topology. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { NodeTypes } from "../../../shared/topology/plan.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import { makePatch, type AnalysisAnswer, type AnalysisRequest } from "../workers/analysis-messages.ts";

export interface AnalysisState {
  readonly diagnostics: readonly Diagnostic[];
  readonly byNode: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly types: ReadonlyMap<string, NodeTypes>;
  /** Null where there are errors: then `lastTopology` is what was planned last. */
  readonly topology: Topology | null;
  readonly lastTopology: Topology | null;
  /** An answer to the newest root is still to come. */
  readonly pending: boolean;
  readonly ms: number;
}

export interface Analysis extends StoreApi<AnalysisState> {
  analyse(pipeline: Pipeline): void;
  close(): void;
}

const empty: AnalysisState = {
  diagnostics: [],
  byNode: new Map(),
  types: new Map(),
  topology: null,
  lastTopology: null,
  pending: false,
  ms: 0,
};

const worker = new Worker(new URL("../workers/analysis.worker.ts", import.meta.url), {
  type: "module",
  name: "analysis",
});
let documents = 0;

export function createAnalysis(): Analysis {
  const store = createStore<AnalysisState>(() => empty);
  const document = String((documents += 1));
  let version = 0;
  let sent: Pipeline | null = null;

  const answered = ({ data }: MessageEvent<AnalysisAnswer>): void => {
    if (data.document !== document || data.version !== version) return;
    const { diagnostics, types, topology, ms } = data;
    store.setState((before) => ({
      diagnostics,
      byNode: groupByNode(diagnostics),
      types,
      topology,
      lastTopology: topology ?? before.lastTopology,
      pending: false,
      ms,
    }));
  };
  worker.addEventListener("message", answered);

  return {
    ...store,
    analyse(pipeline) {
      if (pipeline === sent) return;
      version += 1;
      worker.postMessage({ document, version, patch: makePatch(sent, pipeline) } satisfies AnalysisRequest);
      sent = pipeline;
      store.setState({ pending: true });
    },
    close: () => worker.removeEventListener("message", answered),
  };
}

function groupByNode(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.node === undefined) continue;
    const group = groups.get(diagnostic.node);
    if (group === undefined) groups.set(diagnostic.node, [diagnostic]);
    else group.push(diagnostic);
  }
  return groups;
}
