import type { Topology } from "../../shared/topology/topology.ts";
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

/** Every task of the topology is here and running, bounded sources have ended, and nothing waits to be processed. */
export function endOfInput(status: RunStatus, topology: Topology): boolean {
  const present = new Set(status.tasks.filter((task) => task.state === "running").map((task) => task.subTopology));
  if (topology.subTopologies.some((part) => !present.has(part.id)) || status.lag !== 0 || status.pendingBytes > 0)
    return false;
  return status.tasks.every((task) => task.state === "running" && task.ended !== false && task.buffered === 0);
}
