/** What the studio shows of a run's status, by pipeline node. */
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { RunNode, RunTask } from "../../../shared/protocol/run.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import type { RunStatus } from "../../engine/run-status.ts";
import { nodeTotals } from "../../observability/node-totals.ts";
import { recordsByPort } from "../output-ports.ts";

export function runNodes(pipeline: Pipeline, topology: Topology, status: RunStatus): Record<string, RunNode> {
  const state = stateByNode(topology, status);
  const times = timeByNode(topology, status);
  return Object.fromEntries(
    [...nodeTotals(topology, status.nodes)].map(([node, totals]) => [
      node,
      {
        recordsIn: totals.recordsIn,
        recordsOut: recordsByPort(pipeline, node, totals),
        dropped: totals.dropped,
        failed: totals.failed,
        deadLettered: totals.deadLettered,
        streamTimeMs: totals.recordsIn === 0 ? -1 : (times.get(node) ?? -1),
        stateEntries: state.get(node)?.entries ?? 0,
        stateBytes: state.get(node)?.bytes ?? 0,
      },
    ]),
  );
}

export function runTasks(status: RunStatus): RunTask[] {
  return status.tasks.map(({ id, partition, state, lag, streamTimeMs }) => ({
    id,
    partition,
    state,
    lag,
    streamTimeMs,
  }));
}

function stateByNode(topology: Topology, status: RunStatus): Map<string, { entries: number; bytes: number }> {
  const plans = topology.subTopologies.flatMap((part) => part.stores);
  const nodeOf = new Map(plans.map((plan) => [plan.name, plan.node]));
  const state = new Map<string, { entries: number; bytes: number }>();
  for (const store of status.tasks.flatMap((task) => task.stores)) {
    const node = nodeOf.get(store.name) ?? "";
    const before = state.get(node) ?? { entries: 0, bytes: 0 };
    state.set(node, { entries: before.entries + store.entries, bytes: before.bytes + store.bytes });
  }
  return state;
}

/** Time is kept by tasks: all nodes of a sub-topology have seen what its sources have read. */
function timeByNode(topology: Topology, status: RunStatus): Map<string, number> {
  const times = new Map<string, number>();
  for (const part of topology.subTopologies) {
    const tasks = status.tasks.filter((task) => task.subTopology === part.id);
    const timeMs = tasks.reduce((latest, task) => Math.max(latest, task.streamTimeMs), -1);
    for (const { node } of part.nodes) times.set(node, Math.max(times.get(node) ?? -1, timeMs));
  }
  return times;
}
