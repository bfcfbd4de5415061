/** Consumer groups, what they have committed, and how far behind the ends of the partitions that is. */
import type { Admin } from "kafkajs";
import type { GroupSummary } from "../../../shared/protocol/topics.ts";
import { mapLimited } from "./map-limited.ts";

const atOnce = 8;

export async function describeGroups(admin: Admin): Promise<GroupSummary[]> {
  const listed = (await admin.listGroups()).groups.toSorted((one, other) => (one.groupId < other.groupId ? -1 : 1));
  if (listed.length === 0) return [];
  const { groups } = await admin.describeGroups(listed.map(({ groupId }) => groupId));
  const described = new Map(groups.map((group) => [group.groupId, group]));
  const committed = await mapLimited(listed, atOnce, ({ groupId }) => admin.fetchOffsets({ groupId }));
  const topics = [...new Set(committed.flat().map(({ topic }) => topic))];
  const ends = new Map(await mapLimited(topics, atOnce, async (topic) => [topic, await endsOf(admin, topic)] as const));
  return listed.map(({ groupId, protocolType }, index) => {
    const group = described.get(groupId);
    // The requests that kafkajs knows describe classic groups; of the newer kinds they say that there is none.
    const unknown = group === undefined || (group.state === "Dead" && protocolType !== "");
    return {
      group: groupId,
      state: unknown ? "Unknown" : group.state,
      members: group?.members.length ?? 0,
      protocol: protocolType,
      offsets: (committed[index] ?? []).flatMap(({ topic, partitions }) =>
        partitions.flatMap(({ partition, offset }) => {
          const end = ends.get(topic)?.get(partition);
          return end === undefined ? [] : [offsetOf(topic, partition, offset, end)];
        }),
      ),
    };
  });
}

function offsetOf(topic: string, partition: number, offset: string, end: string): GroupSummary["offsets"][number] {
  const committed = offset.startsWith("-") ? null : offset;
  const lag = committed === null ? null : Math.max(0, Number(BigInt(end) - BigInt(committed)));
  return { topic, partition, committed, end, lag };
}

/** Nothing where the topic was deleted since. */
async function endsOf(admin: Admin, topic: string): Promise<ReadonlyMap<number, string>> {
  try {
    return new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]));
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "type") === "UNKNOWN_TOPIC_OR_PARTITION") return new Map();
    throw error;
  }
}
