/** State changes of a task to their changelog topics: one record per dirty key, on the partition of the task. */
import type { SubTopology } from "../../shared/topology/topology.ts";
import type { StateStore } from "../state/state-store.ts";
import type { ProducerLane } from "../kafka/ports.ts";

/** Answers how many records that were. */
export function flushStores(
  subTopology: SubTopology,
  stores: ReadonlyMap<string, StateStore>,
  laneOf: (changelog: string) => ProducerLane,
): number {
  let records = 0;
  for (const plan of subTopology.stores) {
    const store = stores.get(plan.name);
    if (store === undefined || plan.changelog === null) continue;
    const lane = laneOf(plan.changelog);
    store.flush((key, keyStart, keyLength, value, valueStart, valueLength, timestampMs) => {
      records += 1;
      lane.append(timestampMs, key, keyStart, keyLength, value, valueStart, valueLength, null, 0, 0, 0);
    });
  }
  return records;
}
