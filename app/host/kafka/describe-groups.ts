/** Consumer groups, what they have committed, and how far behind the ends of the partitions that is. */
import type { Admin } from "kafkajs";
import type { GroupSummary } from "../../../shared/protocol/topics.ts";
import type { DirectFetch } from "./direct-fetch.ts";
import { mapLimited } from "./map-limited.ts";
import { countMembers, listGroups, type ListedGroup } from "./newer-groups.ts";

const atOnce = 8;

interface Membership {
  readonly state: string;
  readonly members: number;
}

export async function describeGroups(admin: Admin, direct: DirectFetch): Promise<GroupSummary[]> {
  const listed = ((await listGroups(direct)) ?? (await listClassic(admin))).toSorted((one, other) =>
    one.group < other.group ? -1 : 1,
  );
  const classic = await describeClassic(admin, listed);
  const memberships = await mapLimited(listed, atOnce, async (one): Promise<Membership> => {
    if (one.kind === "classic") return classic.get(one.group) ?? { state: one.state, members: 0 };
    return { state: one.state, members: (await unlessGone(countMembers(direct, one.group, one.kind))) ?? 0 };
  });
  // Share groups commit no offsets: they acknowledge records.
  const committed = await mapLimited(listed, atOnce, async ({ group, kind }) =>
    kind === "share" ? [] : ((await unlessGone(admin.fetchOffsets({ groupId: group }))) ?? []),
  );
  const topics = [...new Set(committed.flat().map(({ topic }) => topic))];
  const ends = new Map(await mapLimited(topics, atOnce, async (topic) => [topic, await endsOf(admin, topic)] as const));
  return listed.map(({ group, protocol, kind }, index) => ({
    group,
    state: memberships[index]?.state ?? "Unknown",
    members: memberships[index]?.members ?? 0,
    protocol: kind === "classic" ? protocol : kind,
    offsets: (committed[index] ?? []).flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition, offset }) => {
        const end = ends.get(topic)?.get(partition);
        return end === undefined ? [] : [offsetOf(topic, partition, offset, end)];
      }),
    ),
  }));
}

/** Of brokers before Kafka 4.0, which do not tell kinds: what is no classic group is described as dead, and told as unknown. */
async function listClassic(admin: Admin): Promise<ListedGroup[]> {
  const { groups } = await admin.listGroups();
  return groups.map(({ groupId, protocolType }) => ({
    group: groupId,
    protocol: protocolType,
    state: "Unknown",
    kind: "classic",
  }));
}

async function describeClassic(admin: Admin, listed: readonly ListedGroup[]): Promise<ReadonlyMap<string, Membership>> {
  const names = listed.filter(({ kind }) => kind === "classic").map(({ group }) => group);
  if (names.length === 0) return new Map();
  const { groups } = await admin.describeGroups(names);
  return new Map(
    groups.map(({ groupId, state, members, protocolType }) => [
      groupId,
      { state: state === "Dead" && protocolType === "" ? "Unknown" : state, members: members.length },
    ]),
  );
}

function offsetOf(topic: string, partition: number, offset: string, end: string): GroupSummary["offsets"][number] {
  const committed = offset.startsWith("-") ? null : offset;
  const lag = committed === null ? null : Math.max(0, Number(BigInt(end) - BigInt(committed)));
  return { topic, partition, committed, end, lag };
}

/** Nothing where the topic was deleted since. */
async function endsOf(admin: Admin, topic: string): Promise<ReadonlyMap<number, string>> {
  const offsets = await unlessGone(admin.fetchTopicOffsets(topic));
  return new Map((offsets ?? []).map(({ partition, high }) => [partition, high]));
}

/** Null for a group or topic that has gone between two questions. */
async function unlessGone<Result>(asked: Promise<Result>): Promise<Result | null> {
  try {
    return await asked;
  } catch (error) {
    const type: unknown = error instanceof Error ? Reflect.get(error, "type") : undefined;
    if (type === "UNKNOWN_TOPIC_OR_PARTITION" || type === "GROUP_ID_NOT_FOUND") return null;
    throw error;
  }
}
