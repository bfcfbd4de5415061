/** Requests about partitions go to the leader of each; those that come back because the leader has changed are asked again. */
import { BrokerError } from "./broker-error.ts";
import { isTransient } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import type { TopicPartition } from "./ports.ts";
import { errorCode as e, kafkaError } from "./protocol/error-codes.ts";

export interface PartitionAnswer<Value> {
  readonly errorCode: number;
  readonly value: Value;
}

const WITHIN_MS = 60_000;

/**
 * `ask` gets the partitions that one broker leads and answers for each, in their order. Rejects with the first error that another try does
 * not help, and when the time is up. `what` is for messages: "to list offsets".
 */
export async function askLeaders<Partition extends TopicPartition, Value>(
  cluster: Cluster,
  partitions: readonly Partition[],
  what: string,
  ask: (broker: number, partitions: readonly Partition[]) => Promise<readonly PartitionAnswer<Value>[]>,
): Promise<Value[]> {
  const deadline = Date.now() + WITHIN_MS;
  const values: Value[] = Array.from({ length: partitions.length });
  let open = partitions.map((partition, index) => ({ partition, index }));
  for (let failures = 1; open.length > 0; failures++) {
    const byLeader = new Map<number, typeof open>();
    let failure: Error | null = null;
    const again: typeof open = [];
    for (const item of open) {
      const leader = await leaderOf(cluster, item.partition, what);
      const list = byLeader.get(leader);
      if (list === undefined) byLeader.set(leader, [item]);
      else list.push(item);
    }
    for (const item of byLeader.get(-1) ?? []) again.push(item);
    if (again.length > 0) failure = new BrokerError(e.LEADER_NOT_AVAILABLE, what);
    byLeader.delete(-1);
    await Promise.all(
      [...byLeader].map(async ([leader, items]) => {
        const answers = await ask(
          leader,
          items.map(({ partition }) => partition),
        ).catch((error: unknown) => {
          if (!isTransient(error)) throw error;
          failure = error;
          return undefined;
        });
        for (const [i, item] of items.entries()) {
          const answer = answers?.[i];
          if (answer?.errorCode === 0) {
            values[item.index] = answer.value;
            continue;
          }
          if (answer !== undefined) {
            const { topic, partition } = item.partition;
            const error = new BrokerError(answer.errorCode, `${what} (${topic}, partition ${partition})`);
            if (!kafkaError(answer.errorCode).retriable) throw error;
            failure = error;
          }
          again.push(item);
        }
      }),
    );
    open = again;
    if (failure === null) continue;
    if (Date.now() > deadline) throw failure;
    await cluster.pause(failures);
    await cluster.refresh([...new Set(open.map(({ partition }) => partition.topic))]).catch((error: unknown) => {
      if (!isTransient(error)) throw error;
    });
  }
  return values;
}

/** -1 while there is none. */
async function leaderOf(cluster: Cluster, { topic, partition }: TopicPartition, what: string): Promise<number> {
  const found = (await cluster.topic(topic))?.partitions[partition];
  if (found === undefined)
    throw new BrokerError(e.UNKNOWN_TOPIC_OR_PARTITION, `${what} (${topic}, partition ${partition})`);
  return found.leader;
}
