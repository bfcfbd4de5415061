/** The column that is followed through the graph. The canvas lights `nodes` and `edges` while there is one, and dims the rest. */
import { createStore } from "zustand/vanilla";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { Lineage, type ColumnRef, type ColumnTrace } from "../../../shared/topology/lineage.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import type { Session } from "../stores/session.tsx";

export interface LineageState {
  /** Whose graph it is; null while nothing is followed. */
  readonly session: Session | null;
  readonly trace: ColumnTrace | null;
  /** Nodes and edges that carry the column, and nodes in which it only decides. Empty while nothing is followed. */
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  readonly deciding: ReadonlySet<string>;
  /** The pipeline has errors, or changed since: what is shown is of the last plan. */
  readonly stale: boolean;
}

const none: ReadonlySet<string> = new Set();
const nothing: LineageState = { session: null, trace: null, nodes: none, edges: none, deciding: none, stale: false };

export const lineageStore = createStore<LineageState>(() => nothing);

const known = new WeakMap<Topology, Lineage>();
const plannedFrom = new WeakMap<Topology, Pipeline>();

/** Null where the pipeline was never without errors. */
export function lineageOf(session: Session): { readonly lineage: Lineage; readonly stale: boolean } | null {
  const { topology, lastTopology, pending } = session.analysis.getState();
  const planned = topology ?? lastTopology;
  const pipeline = session.document.getState().head?.root.pipeline;
  if (planned === null || pipeline === undefined) return null;
  let lineage = known.get(planned);
  if (lineage === undefined) {
    // Edges of the root that was planned; where it changed since, what is gone is simply not found.
    lineage = new Lineage(pipeline, planned);
    known.set(planned, lineage);
    plannedFrom.set(planned, pipeline);
  }
  return { lineage, stale: topology === null || pending || plannedFrom.get(planned) !== pipeline };
}

export function followColumn(session: Session, column: ColumnRef): void {
  const found = lineageOf(session);
  if (found === null) return lineageStore.setState(nothing);
  const trace = found.lineage.trace(column);
  const { nodes, edges, deciding } = trace;
  lineageStore.setState({ session, trace, nodes, edges, deciding, stale: found.stale });
  repaint(session);
}

export function unfollow(): void {
  const { session } = lineageStore.getState();
  lineageStore.setState(nothing);
  if (session !== null) repaint(session);
}

/** The canvas paints when the selection speaks; it belongs to the session, and must not be held by this store, which outlives it. */
function repaint({ selection }: Session): void {
  selection.setState({});
}
