import { errorCode } from "../../kafka/protocol/error-codes.ts";
import { BrokerError, outcomeOf } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import { failedJoin, failedSync, type ClassicGroup } from "../groups/classic-group.ts";
import { metadataFor } from "../groups/classic-member.ts";

/** Versions from which a new member must come back with the id that it was given. */
const memberIdVersion = 4;
const noBytes = Buffer.alloc(0);

function groupFor(broker: BrokerState, id: string): ClassicGroup | "INVALID_GROUP_ID" | "INCONSISTENT_GROUP_PROTOCOL" {
  if (id === "") return "INVALID_GROUP_ID";
  try {
    return broker.groups.protocol(id, "classic");
  } catch (error) {
    if (error instanceof BrokerError) return "INCONSISTENT_GROUP_PROTOCOL";
    throw error;
  }
}

export const classicGroupHandlers: Handlers = {
  async JoinGroup(broker, request, context) {
    const group = groupFor(broker, request.groupId);
    if (typeof group === "string") return failedJoin(group, request.memberId);
    return group.join(request, context, context.version >= memberIdVersion);
  },

  async SyncGroup(broker, request) {
    const group = broker.groups.find(request.groupId, "classic");
    return group === undefined ? failedSync("UNKNOWN_MEMBER_ID") : group.sync(request);
  },

  Heartbeat(broker, { groupId, memberId, groupInstanceId, generationId }) {
    const group = broker.groups.find(groupId, "classic");
    return { errorCode: group?.heartbeat(memberId, groupInstanceId, generationId) ?? errorCode.UNKNOWN_MEMBER_ID };
  },

  LeaveGroup(broker, request, { version }) {
    const group = broker.groups.find(request.groupId, "classic");
    const consumers = broker.groups.find(request.groupId, "consumer");
    const leave = (memberId: string, instanceId: string | null): number => {
      if (consumers !== undefined) return consumers.evict(memberId) ? 0 : errorCode.UNKNOWN_MEMBER_ID;
      return group?.leave(memberId, instanceId) ?? errorCode.UNKNOWN_MEMBER_ID;
    };
    if (version < 3) return { errorCode: leave(request.memberId, null) };
    const members = request.members.map(({ memberId, groupInstanceId }) => ({
      memberId,
      groupInstanceId,
      errorCode: leave(memberId, groupInstanceId),
    }));
    return { members };
  },

  DescribeGroups(broker, request, { version }) {
    const groups = request.groups.map((groupId) => {
      const found = broker.groups.get(groupId);
      const group = broker.groups.find(groupId, "classic");
      if (found === undefined || (found.protocol !== undefined && group === undefined)) {
        const missing =
          version >= 6 ? { errorCode: errorCode.GROUP_ID_NOT_FOUND, errorMessage: `Group ${groupId} not found.` } : {};
        return { ...missing, groupId, groupState: "Dead" };
      }
      const members = [...(group?.members.values() ?? [])].map((member) => ({
        memberId: member.id,
        groupInstanceId: member.instanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        memberMetadata: group?.state === "Stable" ? metadataFor(member, group.protocolName) : noBytes,
        memberAssignment: member.assignment,
      }));
      const protocolData = group?.state === "Stable" ? group.protocolName : "";
      return {
        groupId,
        groupState: group?.state ?? "Empty",
        protocolType: group?.protocolType ?? "",
        protocolData,
        members,
      };
    });
    return { groups };
  },

  ListGroups(broker, request) {
    const states = request.statesFilter.map((state) => state.toLowerCase());
    const types = request.typesFilter.map((type) => type.toLowerCase());
    const groups = broker.groups
      .all()
      .map(({ id, protocol }) => ({
        groupId: id,
        protocolType: protocol?.protocolType ?? "",
        groupState: protocol?.state ?? "Empty",
        groupType: protocol?.type ?? "classic",
      }))
      .filter(({ groupState }) => states.length === 0 || states.includes(groupState.toLowerCase()))
      .filter(({ groupType }) => types.length === 0 || types.includes(groupType));
    return { groups };
  },

  DeleteGroups(broker, request) {
    const results = request.groupsNames.map((groupId) => ({
      groupId,
      errorCode: outcomeOf(() => broker.groups.delete(groupId)).errorCode,
    }));
    return { results };
  },
};
