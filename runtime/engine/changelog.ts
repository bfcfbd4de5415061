/** State changes of a task to their changelog topics: one record per dirty key, on the partition of the task. */
import type { SubTopology } from "../../shared/topology/topology.ts";
import type { StateStore } from "../state/state-store.ts";
import type { TaskOutput } from "./task-output.ts";

export function flushStores(
  subTopology: SubTopology,
  stores: ReadonlyMap<string, StateStore>,
  output: TaskOutput,
  partition: number,
): void {
  for (const plan of subTopology.stores) {
    const store = stores.get(plan.name);
    if (store === undefined || plan.changelog === null) continue;
    const lane = output.lane(plan.changelog, partition);
    store.flush((key, keyStart, keyLength, value, valueStart, valueLength, timestampMs) =>
      lane.append(timestampMs, key, keyStart, keyLength, value, valueStart, valueLength, null, 0, 0, 0),
    );
  }
}
