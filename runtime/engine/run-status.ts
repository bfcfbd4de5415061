import type { ProcessorType } from "../../shared/topology/processors.ts";
import type { Topology, TopologyNode } from "../../shared/topology/topology.ts";
import { addCounts } from "../observability/counters.ts";
import type { NodeCount } from "../observability/counters.ts";
import type { TaskStatus, WorkerStatus } from "./worker-status.ts";

/** What a process knows about its part of a run. */
export interface RunStatus {
  /** Summed over tasks; by topology node id. */
  readonly nodes: readonly NodeCount[];
  readonly tasks: readonly TaskStatus[];
  readonly lag: number | null;
  readonly waitingFor: string | null;
  readonly pendingBytes: number;
}

export function mergeStatus(workers: readonly WorkerStatus[]): RunStatus {
  const nodes = new Map<string, NodeCount>();
  const tasks = workers.flatMap((worker) => worker.tasks);
  for (const count of tasks.flatMap((task) => task.counts)) {
    const before = nodes.get(count.node);
    nodes.set(count.node, before === undefined ? count : addCounts(before, count));
  }
  return {
    nodes: [...nodes.values()],
    tasks,
    lag: tasks.some((task) => task.lag === null) ? null : tasks.reduce((sum, task) => sum + (task.lag ?? 0), 0),
    waitingFor: workers.find((worker) => worker.waitingFor !== null)?.waitingFor ?? null,
    pendingBytes: workers.reduce((sum, worker) => sum + worker.pendingBytes, 0),
  };
}

/** Whether the topology's input ends: no topic that others write, no generator without a limit. */
export function isBounded(topology: Topology): boolean {
  return topology.subTopologies
    .flatMap((part) => part.nodes)
    .every((node) => {
      if (isType(node, "source")) return node.config.internal;
      return !isType(node, "generator") || node.config.limit !== null;
    });
}

function isType<T extends ProcessorType>(node: TopologyNode, type: T): node is TopologyNode<T> {
  return node.type === type;
}

/** All tasks (their number by sub-topology) are here and running, bounded sources have ended, and nothing waits to be processed. */
export function endOfInput(status: RunStatus, tasks: ReadonlyMap<string, number>): boolean {
  const running = status.tasks.filter((task) => task.state === "running");
  for (const [id, count] of tasks) if (running.filter((task) => task.subTopology === id).length !== count) return false;
  if (status.lag !== 0 || status.pendingBytes > 0) return false;
  return status.tasks.every((task) => task.state === "running" && task.ended !== false && task.buffered === 0);
}
