/** The groups whose assignment the broker makes: streams (KIP-1071) and consumer (KIP-848). */
import type { Partially, ResponseBodies } from "../../kafka/protocol/codec.ts";
import { errorCode } from "../../kafka/protocol/error-codes.ts";
import { BrokerError } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import { topicPartitions, type ConsumerGroup } from "../groups/consumer-group.ts";
import { taskIds, type StreamsGroup } from "../groups/streams-group.ts";

/** The answer, or the refusal as an answer. */
function heartbeat<Answer>(
  memberId: string,
  run: () => Answer,
): Answer | { errorCode: number; errorMessage: string; memberId: string } {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return { errorCode: error.code, errorMessage: error.message, memberId };
  }
}

function describeStreams(
  groupId: string,
  group: StreamsGroup,
): Partially<ResponseBodies["StreamsGroupDescribe"]["groups"][number]> {
  const none = { standbyTasks: [], warmupTasks: [] };
  const members = [...group.members.values()].map((member) => ({
    memberId: member.id,
    memberEpoch: member.epoch,
    instanceId: member.instanceId,
    rackId: member.rackId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    topologyEpoch: member.topologyEpoch,
    processId: member.processId,
    userEndpoint: member.userEndpoint,
    clientTags: member.clientTags,
    assignment: { activeTasks: taskIds(member.assigned), ...none },
    targetAssignment: { activeTasks: taskIds(member.target), ...none },
  }));
  const { groupEpoch, state: groupState, topology } = group;
  return { groupId, groupState, groupEpoch, assignmentEpoch: groupEpoch, topology: topology ?? null, members };
}

function describeConsumers(
  broker: BrokerState,
  groupId: string,
  group: ConsumerGroup,
): Partially<ResponseBodies["ConsumerGroupDescribe"]["groups"][number]> {
  const named = (keys: Iterable<string>): { topicId: string; topicName: string; partitions: number[] }[] =>
    topicPartitions(keys).map((topic) => ({ ...topic, topicName: broker.topics.byId(topic.topicId)?.name ?? "" }));
  const members = [...group.members.values()].map((member) => ({
    memberId: member.id,
    instanceId: member.instanceId,
    rackId: member.rackId,
    memberEpoch: member.epoch,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: member.subscribed,
    subscribedTopicRegex: member.pattern,
    assignment: { topicPartitions: named(member.assigned) },
    targetAssignment: { topicPartitions: named(member.target) },
    memberType: 1,
  }));
  const { groupEpoch, state: groupState } = group;
  return { groupId, groupState, groupEpoch, assignmentEpoch: groupEpoch, assignorName: "uniform", members };
}

function notFound(groupId: string): { errorCode: number; errorMessage: string; groupId: string; groupState: string } {
  return {
    errorCode: errorCode.GROUP_ID_NOT_FOUND,
    errorMessage: `Group ${groupId} not found.`,
    groupId,
    groupState: "",
  };
}

export const assignedGroupHandlers: Handlers = {
  StreamsGroupHeartbeat: (broker, request, context) =>
    heartbeat(request.memberId, () => {
      if (request.groupId === "") throw new BrokerError("INVALID_REQUEST", "GroupId can't be empty.");
      return broker.groups.protocol(request.groupId, "streams").heartbeat(request, context);
    }),

  StreamsGroupDescribe(broker, request) {
    const groups = request.groupIds.map((groupId) => {
      const group = broker.groups.find(groupId, "streams");
      return group === undefined ? notFound(groupId) : describeStreams(groupId, group);
    });
    return { groups };
  },

  ConsumerGroupHeartbeat: (broker, request, context) =>
    heartbeat(request.memberId, () => {
      if (request.groupId === "") throw new BrokerError("INVALID_REQUEST", "GroupId can't be empty.");
      return broker.groups.protocol(request.groupId, "consumer").heartbeat(request, context);
    }),

  ConsumerGroupDescribe(broker, request) {
    const groups = request.groupIds.map((groupId) => {
      const group = broker.groups.find(groupId, "consumer");
      return group === undefined ? notFound(groupId) : describeConsumers(broker, groupId, group);
    });
    return { groups };
  },
};
