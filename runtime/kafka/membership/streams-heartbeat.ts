/** The body of a streams group heartbeat (KIP-1071), and what its statuses mean. */
import { must } from "../../../shared/assert.ts";
import type { GroupTopology, InternalTopic, TaskId } from "../ports.ts";
import type { Partially, RequestBodies, ResponseBodies } from "../protocol/codec.ts";
import { groupTasks } from "./tasks.ts";

type Heartbeat = Partially<RequestBodies["StreamsGroupHeartbeat"]>;
type SubTopology = GroupTopology["subTopologies"][number];
type Status = NonNullable<ResponseBodies["StreamsGroupHeartbeat"]["status"]>[number];

export interface HeartbeatMember {
  readonly groupId: string;
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly instanceId: string | null;
}

export const LEAVE_EPOCH = -1;
export const JOIN_EPOCH = 0;

/** Joining says everything about the member. */
export function joinBody(
  member: HeartbeatMember,
  topology: GroupTopology,
  processId: string,
  rebalanceTimeoutMs: number,
): Heartbeat {
  return {
    ...member,
    rebalanceTimeoutMs,
    topology: { epoch: topology.epoch, subtopologies: topology.subTopologies.map(subTopologyBody) },
    activeTasks: [],
    standbyTasks: [],
    warmupTasks: [],
    processId,
    clientTags: [],
  };
}

/** Later ones only say what has changed: null tasks are the same as before. */
export function stayBody(member: HeartbeatMember, tasks: readonly TaskId[] | null): Heartbeat {
  const activeTasks = tasks === null ? null : groupTasks(tasks);
  const others = tasks === null ? null : [];
  return { ...member, topology: null, activeTasks, standbyTasks: others, warmupTasks: others };
}

function subTopologyBody(sub: SubTopology) {
  const repartitionNames = sub.repartitionSources.map(({ name }) => name);
  return {
    subtopologyId: sub.id,
    sourceTopics: sub.sourceTopics,
    stateChangelogTopics: sub.changelogs.map((topic) => ({ ...internalTopicBody(topic), partitions: 0 })),
    repartitionSinkTopics: sub.repartitionSinks,
    repartitionSourceTopics: sub.repartitionSources.map(internalTopicBody),
    copartitionGroups: sub.copartitionGroups.map((names) => ({
      sourceTopics: indexes(sub.sourceTopics, names),
      repartitionSourceTopics: indexes(repartitionNames, names),
    })),
  };
}

function indexes(list: readonly string[], names: readonly string[]): number[] {
  return names.map((name) => list.indexOf(name)).filter((index) => index >= 0);
}

/** A replication factor of 0 is the cluster's default. */
function internalTopicBody({ name, partitions, config }: InternalTopic) {
  const topicConfigs = Object.entries(config).map(([key, value]) => ({ key, value }));
  return { name, partitions, replicationFactor: 0, topicConfigs };
}

const status = {
  staleTopology: 0,
  missingSourceTopics: 1,
  wrongPartitions: 2,
  missingInternalTopics: 3,
  shutDown: 4,
  assignmentDelayed: 5,
} as const;

export function asksToShutDown(statuses: readonly Status[]): boolean {
  return statuses.some(({ statusCode }) => statusCode === status.shutDown);
}

/** What the group waits for, as a sentence for the user. */
export function describeStatuses(statuses: readonly Status[]): string | null {
  if (statuses.length === 0) return null;
  return statuses.map(describeStatus).join(" ");
}

function describeStatus({ statusCode, statusDetail }: Status): string {
  const words = must(
    new Map<number, string>([
      [status.staleTopology, "The group already runs a newer version of this pipeline."],
      [status.missingSourceTopics, "A topic that the pipeline reads does not exist."],
      [status.wrongPartitions, "Topics that are read together do not have the same number of partitions."],
      [status.missingInternalTopics, "Internal topics are being created."],
      [status.shutDown, "A member of the group has asked all to stop."],
      [status.assignmentDelayed, "Waiting a moment for more members before the tasks are shared out."],
    ]).get(statusCode) ?? `The group reports status ${statusCode}.`,
  );
  return statusDetail === "" ? words : `${words} (${statusDetail})`;
}
