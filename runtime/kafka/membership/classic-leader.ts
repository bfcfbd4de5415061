/** What the leader of a classic group does for all: makes internal topics, then shares the tasks out. */
import { createAdmin } from "../admin.ts";
import type { Cluster } from "../cluster.ts";
import type { GroupTopology, TaskId, TopicPartition } from "../ports.ts";
import { decodeMember, encodeShare } from "./classic-protocol.ts";
import type { MemberData } from "./classic-protocol.ts";
import { layOutTopology } from "./internal-topics.ts";
import { assignTasks, withholdOwned } from "./task-assignor.ts";
import { sameTasks } from "./tasks.ts";

interface JoinedMember {
  readonly memberId: string;
  readonly metadata: Buffer;
}

export interface LeaderPlan {
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[];
  /** The topology cannot run yet: it is worth while to look again later. */
  readonly isIncomplete: boolean;
}

export async function planAssignments(
  cluster: Cluster,
  topology: GroupTopology,
  joined: readonly JoinedMember[],
): Promise<LeaderPlan> {
  const names = topology.subTopologies.flatMap((sub) => [
    ...sub.sourceTopics,
    ...[...sub.repartitionSources, ...sub.changelogs].map(({ name }) => name),
  ]);
  const known = await cluster.describeTopics([...new Set(names)]);
  const layout = layOutTopology(topology, (name) => known.get(name)?.partitions.length);
  if ("fault" in layout) {
    const assignment = encodeShare([], { tasks: [], waitsFor: layout.fault });
    return { isIncomplete: true, assignments: joined.map(({ memberId }) => ({ memberId, assignment })) };
  }
  await createAdmin(cluster).createTopics(layout.internalTopics.filter(({ name }) => !known.has(name)));

  const members = joined.map(({ memberId, metadata }) => ({ id: memberId, data: decodeMember(metadata) }));
  const epoch = Math.max(...members.map(({ data }) => data?.topologyEpoch ?? -1));
  const fit = withoutFalseClaims(
    members.flatMap(({ id, data }) => (data?.topologyEpoch === epoch ? [{ id, ...data }] : [])),
  );
  const shares = assignTasks(fit, layout.tasks);
  const now = withholdOwned(fit, shares);
  const byId = new Map(fit.map(({ id }, i) => [id, now[i] ?? []]));
  const assignments = joined.map(({ memberId }) => {
    const tasks = byId.get(memberId);
    const waitsFor = tasks === undefined ? "The group already runs a newer version of this pipeline." : null;
    return { memberId, assignment: encodeShare(partitionsOf(topology, tasks ?? []), { tasks: tasks ?? [], waitsFor }) };
  });
  return { assignments, isIncomplete: false };
}

/** Of two members that claim one task, the one that got it in the later generation has it. */
function withoutFalseClaims<Member extends MemberData & { readonly id: string }>(members: readonly Member[]): Member[] {
  const latest = Math.max(...members.map(({ owned, generation }) => (owned.length === 0 ? -1 : generation)));
  return members.map((member) =>
    member.generation >= latest ? member : { ...member, owned: stillFree(member, members) },
  );
}

function stillFree(member: MemberData, members: readonly MemberData[]): readonly TaskId[] {
  const later = members.filter((other) => other !== member && other.generation > member.generation);
  return member.owned.filter((task) => later.every(({ owned }) => owned.every((other) => !sameTasks([task], [other]))));
}

/** For Kafka's tools: the source partitions behind the tasks. */
function partitionsOf(topology: GroupTopology, tasks: readonly TaskId[]): TopicPartition[] {
  return tasks.flatMap(({ subTopology, partition }) => {
    const sub = topology.subTopologies.find(({ id }) => id === subTopology);
    const topics = [...(sub?.sourceTopics ?? []), ...(sub?.repartitionSources ?? []).map(({ name }) => name)];
    return topics.map((topic) => ({ topic, partition }));
  });
}
