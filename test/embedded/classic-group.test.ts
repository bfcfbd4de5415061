import assert from "node:assert/strict";
import { test } from "node:test";
import type { Partially, RequestBodies, ResponseBodies } from "../../runtime/kafka/protocol/codec.ts";
import { kafkaError } from "../../runtime/kafka/protocol/error-codes.ts";
import { settle, startBroker, type Fixture } from "./fixture.ts";
import type { RawClient } from "./raw-client.ts";

type Join = Partially<RequestBodies["JoinGroup"]>;
type Joined = ResponseBodies["JoinGroup"];

const protocols = [{ name: "range", metadata: Buffer.from("subscription") }];

function join(client: RawClient, change: Join = {}, version = 7): Promise<Joined> {
  return client.call("JoinGroup", version, {
    groupId: "g",
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 20_000,
    protocolType: "consumer",
    protocols,
    ...change,
  });
}

/** Joins as a new member: the first answer only gives the id. */
async function enter(client: RawClient, change: Join = {}): Promise<{ id: string; joined: Promise<Joined> }> {
  const first = await join(client, change);
  assert.equal(kafkaError(first.errorCode).name, "MEMBER_ID_REQUIRED");
  return { id: first.memberId, joined: join(client, { ...change, memberId: first.memberId }) };
}

function sync(
  client: RawClient,
  memberId: string,
  generationId: number,
  assignments: { memberId: string; assignment: Buffer }[] = [],
  groupInstanceId: string | null = null,
): Promise<ResponseBodies["SyncGroup"]> {
  return client.call("SyncGroup", 5, {
    groupId: "g",
    memberId,
    generationId,
    groupInstanceId,
    protocolType: "consumer",
    protocolName: "range",
    assignments,
  });
}

async function heartbeat(
  client: RawClient,
  memberId: string,
  generationId: number,
  groupInstanceId: string | null = null,
): Promise<string> {
  const answer = await client.call("Heartbeat", 4, { groupId: "g", memberId, generationId, groupInstanceId });
  return kafkaError(answer.errorCode).name;
}

/** A group with one member that has its assignment. */
async function stableGroup(client: RawClient, change: Join = {}): Promise<{ id: string; generation: number }> {
  const { id, joined } = await enter(client, change);
  const { generationId } = await joined;
  await sync(client, id, generationId, [{ memberId: id, assignment: Buffer.from("all") }]);
  return { id, generation: generationId };
}

async function state({ client }: Pick<Fixture, "client">): Promise<string> {
  return (await client.call("DescribeGroups", 5, { groups: ["g"] })).groups[0]!.groupState;
}

test("two members: everybody joins, the leader assigns, all get their part", async (context) => {
  const { client, connect } = await startBroker(context);
  const [one, two] = [await connect(), await connect()];
  const { id, generation } = await stableGroup(one);
  assert.equal(await state({ client }), "Stable");
  const { id: otherId, joined } = await enter(two);
  await settle(client);
  assert.equal(await heartbeat(client, id, generation), "REBALANCE_IN_PROGRESS");
  const rejoined = await join(one, { memberId: id });
  const second = await joined;
  assert.deepEqual([rejoined.generationId, second.generationId], [generation + 1, generation + 1]);
  assert.deepEqual([rejoined.leader, second.leader], [id, id]);
  assert.deepEqual(rejoined.members.map(({ memberId }) => memberId).toSorted(), [id, otherId].toSorted());
  assert.deepEqual([second.members.length, second.protocolName], [0, "range"]);
  const waiting = sync(two, otherId, generation + 1);
  await settle(client);
  assert.equal(await state({ client }), "CompletingRebalance");
  const mine = await sync(one, id, generation + 1, [
    { memberId: id, assignment: Buffer.from("left") },
    { memberId: otherId, assignment: Buffer.from("right") },
  ]);
  assert.deepEqual([mine.assignment.toString(), (await waiting).assignment.toString()], ["left", "right"]);
  assert.equal(await heartbeat(client, otherId, generation + 1), "NONE");
});

test("a member that does not come back in time is left behind", async (context) => {
  const { client, clock, connect } = await startBroker(context);
  const [one, two] = [await connect(), await connect()];
  const { id, generation } = await stableGroup(one, { sessionTimeoutMs: 60_000 });
  const { id: otherId, joined } = await enter(two, { sessionTimeoutMs: 60_000 });
  await settle(client);
  clock.advance(20_000);
  const answer = await joined;
  assert.deepEqual([answer.leader, answer.members.length], [otherId, 1]);
  assert.equal(await heartbeat(client, id, generation), "UNKNOWN_MEMBER_ID");
});

test("a silent member's session ends; a heartbeat keeps it", async (context) => {
  const { client, clock } = await startBroker(context);
  const { id, generation } = await stableGroup(client);
  clock.advance(9_999);
  assert.equal(await heartbeat(client, id, generation), "NONE");
  clock.advance(9_999);
  assert.equal(await state({ client }), "Stable");
  clock.advance(1);
  assert.equal(await state({ client }), "Empty");
});

test("a leader that never assigns is removed, and the others start over", async (context) => {
  const { client, clock, connect } = await startBroker(context);
  const [one, two] = [await connect(), await connect()];
  const first = await enter(one, { sessionTimeoutMs: 60_000 });
  await first.joined;
  const second = await enter(two, { sessionTimeoutMs: 60_000 });
  await settle(client);
  await join(one, { memberId: first.id, sessionTimeoutMs: 60_000 });
  const { generationId } = await second.joined;
  const waiting = sync(two, second.id, generationId);
  await settle(client);
  clock.advance(20_000);
  assert.equal(kafkaError((await waiting).errorCode).name, "REBALANCE_IN_PROGRESS");
  assert.equal(await heartbeat(client, first.id, generationId), "UNKNOWN_MEMBER_ID");
});

test("stale generations, unknown members and protocols that nobody shares are refused", async (context) => {
  const { client } = await startBroker(context);
  const { id, generation } = await stableGroup(client);
  assert.equal(await heartbeat(client, id, generation + 1), "ILLEGAL_GENERATION");
  assert.equal(await heartbeat(client, "x", generation), "UNKNOWN_MEMBER_ID");
  assert.equal(kafkaError((await sync(client, id, generation - 1)).errorCode).name, "ILLEGAL_GENERATION");
  const other = await join(client, { protocols: [{ name: "sticky", metadata: Buffer.alloc(0) }] });
  assert.equal(kafkaError(other.errorCode).name, "INCONSISTENT_GROUP_PROTOCOL");
  assert.equal(kafkaError((await join(client, { groupId: "" })).errorCode).name, "INVALID_GROUP_ID");
  assert.equal(kafkaError((await join(client, { memberId: "x" })).errorCode).name, "UNKNOWN_MEMBER_ID");
});

test("leaving starts a rebalance at once", async (context) => {
  const { client, connect } = await startBroker(context);
  const [one, two] = [await connect(), await connect()];
  const { id, generation } = await stableGroup(one);
  const { id: otherId, joined } = await enter(two);
  await settle(client);
  await join(one, { memberId: id });
  await joined;
  const left = await client.call("LeaveGroup", 5, {
    groupId: "g",
    members: [{ memberId: otherId }, { memberId: "x" }],
  });
  assert.deepEqual(
    left.members.map(({ errorCode }) => kafkaError(errorCode).name),
    ["NONE", "UNKNOWN_MEMBER_ID"],
  );
  assert.equal(await heartbeat(client, id, generation + 1), "REBALANCE_IN_PROGRESS");
});

test("a static member comes back under a new id without a rebalance, and its old self is fenced", async (context) => {
  const { client } = await startBroker(context);
  const named = { groupInstanceId: "worker-1" };
  const first = await join(client, named);
  await sync(
    client,
    first.memberId,
    first.generationId,
    [{ memberId: first.memberId, assignment: Buffer.from("mine") }],
    "worker-1",
  );
  const again = await join(client, named, 9);
  assert.notEqual(again.memberId, first.memberId);
  assert.deepEqual(
    [again.generationId, again.skipAssignment, again.leader],
    [first.generationId, true, again.memberId],
  );
  assert.equal((await sync(client, again.memberId, again.generationId, [], "worker-1")).assignment.toString(), "mine");
  assert.equal(await heartbeat(client, first.memberId, first.generationId, "worker-1"), "FENCED_INSTANCE_ID");
  assert.equal(await heartbeat(client, again.memberId, again.generationId, "worker-1"), "NONE");
});

test("offsets: members of the generation commit, others do not", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 2);
  const commit = async (memberId: string, generation: number, offset = 5, partition = 0): Promise<string> => {
    const { topics } = await client.call("OffsetCommit", 8, {
      groupId: "g",
      memberId,
      generationIdOrMemberEpoch: generation,
      topics: [
        { name: "t", partitions: [{ partitionIndex: partition, committedOffset: offset, committedMetadata: "note" }] },
      ],
    });
    return kafkaError(topics[0]!.partitions[0]!.errorCode).name;
  };
  assert.equal(await commit("", -1), "NONE", "a group without members takes offsets from outside");
  assert.equal(await commit("x", 3), "ILLEGAL_GENERATION");
  const { id, generation } = await stableGroup(client);
  assert.equal(await commit(id, generation, 7), "NONE");
  assert.equal(await commit(id, generation - 1), "ILLEGAL_GENERATION");
  assert.equal(await commit("", -1), "UNKNOWN_MEMBER_ID");
  assert.equal(await commit(id, generation, 1, 9), "UNKNOWN_TOPIC_OR_PARTITION");
  const { groups } = await client.call("OffsetFetch", 8, { groups: [{ groupId: "g", topics: null }] });
  const [found] = groups[0]!.topics[0]!.partitions;
  assert.deepEqual([found!.committedOffset, found!.metadata], [7, "note"]);
  const old = await client.call("OffsetFetch", 5, { groupId: "g", topics: [{ name: "t", partitionIndexes: [0, 1] }] });
  assert.deepEqual(
    old.topics[0]!.partitions.map(({ committedOffset }) => committedOffset),
    [7, -1],
  );
});

test("groups are listed, and deleted when nobody is in them", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 1);
  const { id } = await stableGroup(client);
  const listed = async (statesFilter: string[]): Promise<string[]> =>
    (await client.call("ListGroups", 5, { statesFilter })).groups.map(
      ({ groupId, groupType }) => `${groupId} ${groupType}`,
    );
  assert.deepEqual(await listed(["Stable"]), ["g classic"]);
  assert.deepEqual(await listed(["Empty"]), []);
  const deletion = async (): Promise<string> =>
    kafkaError((await client.call("DeleteGroups", 2, { groupsNames: ["g"] })).results[0]!.errorCode).name;
  assert.equal(await deletion(), "NON_EMPTY_GROUP");
  await client.call("LeaveGroup", 5, { groupId: "g", members: [{ memberId: id }] });
  assert.equal(await deletion(), "NONE");
  assert.equal(await deletion(), "GROUP_ID_NOT_FOUND");
});

test("a group does not mix protocols while it has members", async (context) => {
  const { client } = await startBroker(context);
  await stableGroup(client);
  const streams = {
    groupId: "g",
    memberId: "m",
    topology: { epoch: 1 },
    rebalanceTimeoutMs: 1,
    activeTasks: [],
    standbyTasks: [],
    warmupTasks: [],
  };
  assert.equal(
    kafkaError((await client.call("StreamsGroupHeartbeat", 0, streams)).errorCode).name,
    "GROUP_ID_NOT_FOUND",
  );
});
