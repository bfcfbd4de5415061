/** Offsets by time: the start, the end, or the first record at or after a time. */
import { askLeaders } from "./ask-leaders.ts";
import type { Cluster } from "./cluster.ts";
import type { TopicPartition } from "./ports.ts";

export type Isolation = "read_committed" | "read_uncommitted";
export type OffsetAt = "earliest" | "latest" | { readonly timestampMs: number };

/** A time after the last record gives the end. */
export async function listOffsets(
  cluster: Cluster,
  wanted: readonly (TopicPartition & { readonly at: OffsetAt })[],
  isolation: Isolation,
): Promise<number[]> {
  const offsets = await ask(cluster, wanted, isolation);
  const beyond = wanted
    .filter((_, i) => offsets[i]! < 0)
    .map(({ topic, partition }) => ({ topic, partition, at: "latest" as const }));
  if (beyond.length === 0) return offsets;
  const ends = await ask(cluster, beyond, isolation);
  return offsets.map((offset) => (offset < 0 ? (ends.shift() ?? -1) : offset));
}

function ask(
  cluster: Cluster,
  wanted: readonly (TopicPartition & { readonly at: OffsetAt })[],
  isolation: Isolation,
): Promise<number[]> {
  return askLeaders(cluster, wanted, "to list offsets", async (broker, group) => {
    const connection = await cluster.connection(broker, "main");
    const answer = await connection.request("ListOffsets", {
      isolationLevel: isolation === "read_committed" ? 1 : 0,
      topics: group.map(({ topic, partition, at }) => ({
        name: topic,
        partitions: [
          {
            partitionIndex: partition,
            currentLeaderEpoch: cluster.metadata.topic(topic)?.partitions[partition]?.leaderEpoch ?? -1,
            timestamp: at === "latest" ? -1 : at === "earliest" ? -2 : at.timestampMs,
          },
        ],
      })),
    });
    const found = new Map(
      answer.topics.flatMap(({ name, partitions }) =>
        partitions.map((one) => [`${name} ${one.partitionIndex}`, one] as const),
      ),
    );
    return group.map(({ topic, partition }) => {
      const one = found.get(`${topic} ${partition}`);
      return { errorCode: one?.errorCode ?? -1, value: one?.offset ?? -1 };
    });
  });
}
