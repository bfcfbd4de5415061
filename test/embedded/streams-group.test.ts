import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Partially, RequestBodies, ResponseBodies } from "../../runtime/kafka/protocol/codec.ts";
import { kafkaError } from "../../runtime/kafka/protocol/error-codes.ts";
import { startBroker, type Fixture } from "./fixture.ts";

type Request = RequestBodies["StreamsGroupHeartbeat"];
type Answer = ResponseBodies["StreamsGroupHeartbeat"];
type Topology = Partially<NonNullable<Request["topology"]>>;

const countTopology: Topology = {
  epoch: 1,
  subtopologies: [
    { subtopologyId: "0", sourceTopics: ["in"], repartitionSinkTopics: ["g-rekey-repartition"] },
    {
      subtopologyId: "1",
      sourceTopics: ["other"],
      repartitionSourceTopics: [{ name: "g-rekey-repartition", topicConfigs: [{ key: "retention.ms", value: "-1" }] }],
      stateChangelogTopics: [
        { name: "g-count-changelog", topicConfigs: [{ key: "cleanup.policy", value: "compact" }] },
      ],
      copartitionGroups: [{ sourceTopics: [0], repartitionSourceTopics: [0] }],
    },
  ],
};
const plainTopology: Topology = { epoch: 1, subtopologies: [{ subtopologyId: "0", sourceTopics: ["in"] }] };

/** A member that does what it is told, as a client would. */
class Member {
  epoch = 0;
  owned: Request["activeTasks"] = [];
  status: Answer["status"] = null;
  readonly #fixture: Fixture;
  readonly #id: string;
  readonly #topology: Topology;

  constructor(fixture: Fixture, id: string, topology: Topology) {
    this.#fixture = fixture;
    this.#id = id;
    this.#topology = topology;
  }

  async heartbeat(change: Partially<Request> = {}): Promise<Answer> {
    const joins = this.epoch === 0;
    const answer = await this.#fixture.client.call("StreamsGroupHeartbeat", 0, {
      groupId: "g",
      memberId: this.#id,
      memberEpoch: this.epoch,
      activeTasks: this.owned,
      ...(joins
        ? {
            topology: this.#topology,
            rebalanceTimeoutMs: 5000,
            activeTasks: [],
            standbyTasks: [],
            warmupTasks: [],
            processId: this.#id,
            clientTags: [],
          }
        : {}),
      ...change,
    });
    if (answer.errorCode !== 0) return answer;
    this.epoch = answer.memberEpoch;
    this.owned = answer.activeTasks ?? this.owned;
    this.status = answer.status;
    return answer;
  }

  tasks(): string {
    return (this.owned ?? []).map(({ subtopologyId, partitions }) => `${subtopologyId}:${partitions.join()}`).join(" ");
  }

  codes(): number[] {
    return (this.status ?? []).map(({ statusCode }) => statusCode);
  }
}

async function start(
  context: Parameters<typeof startBroker>[0],
  topology: Topology,
  topics: Record<string, number>,
): Promise<Fixture & { member: (id: string) => Member }> {
  const fixture = await startBroker(context, { autoCreateTopics: false });
  for (const [name, partitions] of Object.entries(topics)) fixture.broker.createTopic(name, partitions);
  return { ...fixture, member: (id) => new Member(fixture, id, topology) };
}

test("internal topics are made with the right number of partitions and settings, then tasks come", async (context) => {
  const { client, member } = await start(context, countTopology, { in: 4, other: 4 });
  const a = member("a");
  await a.heartbeat();
  assert.deepEqual([a.epoch > 0, a.tasks(), a.codes()], [true, "", [3]]);
  await a.heartbeat();
  assert.deepEqual([a.tasks(), a.codes()], ["0:0,1,2,3 1:0,1,2,3", []]);
  const { topics } = await client.call("Metadata", 12, {
    topics: [{ name: "g-rekey-repartition" }, { name: "g-count-changelog" }],
  });
  assert.deepEqual(
    topics.map(({ partitions }) => partitions.length),
    [4, 4],
  );
  const configs = await client.call("DescribeConfigs", 4, {
    resources: [{ resourceType: 2, resourceName: "g-count-changelog", configurationKeys: ["cleanup.policy"] }],
  });
  assert.equal(configs.results[0]!.configs[0]!.value, "compact");
});

test("a second member gets its half only after the first has given it up", async (context) => {
  const { client, member } = await start(context, plainTopology, { in: 4 });
  const [a, b] = [member("a"), member("b")];
  await a.heartbeat();
  assert.equal(a.tasks(), "0:0,1,2,3");
  await b.heartbeat();
  assert.equal(b.tasks(), "");
  const before = a.owned;
  await a.heartbeat();
  assert.equal(a.tasks(), "0:0,1");
  await b.heartbeat();
  assert.equal(b.tasks(), "", "the first still holds them");
  // It says that it has not given them up yet.
  await a.heartbeat({ activeTasks: before });
  await b.heartbeat();
  assert.equal(b.tasks(), "");
  const state = async (): Promise<string> =>
    (await client.call("StreamsGroupDescribe", 0, { groupIds: ["g"] })).groups[0]!.groupState;
  assert.equal(await state(), "Reconciling");
  await a.heartbeat();
  await b.heartbeat();
  assert.deepEqual([a.tasks(), b.tasks(), a.epoch, await state()], ["0:0,1", "0:2,3", b.epoch, "Stable"]);
});

test("leaving hands the tasks over at once", async (context) => {
  const { member } = await start(context, plainTopology, { in: 2 });
  const [a, b] = [member("a"), member("b")];
  for (const each of [a, b, a, a, b]) await each.heartbeat();
  assert.deepEqual([a.tasks(), b.tasks()], ["0:0", "0:1"]);
  assert.equal((await a.heartbeat({ memberEpoch: -1 })).memberEpoch, -1);
  await b.heartbeat();
  assert.equal(b.tasks(), "0:0,1");
});

test("a member that falls silent, or does not give up its tasks, loses its place", async (context) => {
  const { member, clock } = await start(context, plainTopology, { in: 2 });
  const [a, b] = [member("a"), member("b")];
  await a.heartbeat();
  clock.advance(9_999);
  await b.heartbeat();
  clock.advance(1);
  assert.equal(kafkaError((await a.heartbeat()).errorCode).name, "UNKNOWN_MEMBER_ID");
  await b.heartbeat();
  assert.equal(b.tasks(), "0:0,1");
  const c = member("c");
  await c.heartbeat();
  const held = b.owned;
  await b.heartbeat();
  clock.advance(5000);
  await c.heartbeat();
  assert.equal(kafkaError((await b.heartbeat({ activeTasks: held })).errorCode).name, "UNKNOWN_MEMBER_ID");
  await c.heartbeat();
  assert.equal(c.tasks(), "0:0,1");
});

test("assignments are even and stick to their owners", async (context) => {
  const { member } = await start(context, plainTopology, { in: 7 });
  const members = ["a", "b", "c"].map((id) => member(id));
  for (let round = 0; round < 6; round++) for (const each of members) await each.heartbeat();
  const sizes = members.map((each) => each.owned?.[0]?.partitions.length ?? 0);
  assert.deepEqual(
    sizes.toSorted((a, b) => a - b),
    [2, 2, 3],
  );
  const before = members.map((each) => each.tasks());
  await members[2]!.heartbeat({ memberEpoch: -1 });
  const left = members.slice(0, 2);
  for (let round = 0; round < 4; round++) for (const each of left) await each.heartbeat();
  left.forEach((each, index) => {
    for (const kept of before[index]!.slice(2).split(",")) assert.ok(each.tasks().slice(2).split(",").includes(kept));
  });
});

describe("status", () => {
  test("source topics that are missing, until they are there", async (context) => {
    const { member, broker } = await start(context, plainTopology, {});
    const a = member("a");
    await a.heartbeat();
    assert.deepEqual(a.status, [{ statusCode: 1, statusDetail: "Source topics in are missing." }]);
    broker.createTopic("in", 2);
    await a.heartbeat();
    assert.deepEqual([a.tasks(), a.codes()], ["0:0,1", []]);
  });

  test("topics that meet but differ in partitions", async (context) => {
    const topology: Topology = {
      epoch: 1,
      subtopologies: [
        { subtopologyId: "0", sourceTopics: ["in", "other"], copartitionGroups: [{ sourceTopics: [0, 1] }] },
      ],
    };
    const { member } = await start(context, topology, { in: 2, other: 3 });
    const a = member("a");
    await a.heartbeat();
    assert.deepEqual([a.codes(), a.tasks()], [[2], ""]);
  });

  test("an internal topic that has another number of partitions", async (context) => {
    const { member } = await start(context, countTopology, { in: 4, other: 4, "g-count-changelog": 1 });
    const a = member("a");
    await a.heartbeat();
    assert.deepEqual(a.codes(), [2]);
  });

  test("partitions that are added become tasks", async (context) => {
    const { member, client } = await start(context, plainTopology, { in: 1 });
    const a = member("a");
    await a.heartbeat();
    await client.call("CreatePartitions", 3, { topics: [{ name: "in", count: 3 }] });
    await a.heartbeat();
    assert.equal(a.tasks(), "0:0,1,2");
  });

  test("a wish to shut down reaches everybody", async (context) => {
    const { member } = await start(context, plainTopology, { in: 1 });
    const [a, b] = [member("a"), member("b")];
    await a.heartbeat();
    await b.heartbeat({ shutdownApplication: true });
    await a.heartbeat();
    assert.deepEqual(a.codes(), [4]);
  });

  test("an assignment that is delayed at the start", async (context) => {
    const fixture = await startBroker(context, { groups: { initialRebalanceDelayMs: 3000 } });
    fixture.broker.createTopic("in", 1);
    const a = new Member(fixture, "a", plainTopology);
    await a.heartbeat();
    assert.deepEqual([a.codes(), a.tasks()], [[5], ""]);
    fixture.clock.advance(3000);
    await a.heartbeat();
    assert.deepEqual([a.codes(), a.tasks()], [[], "0:0"]);
  });
});

describe("what is refused", () => {
  const join = {
    topology: plainTopology,
    rebalanceTimeoutMs: 1000,
    activeTasks: [],
    standbyTasks: [],
    warmupTasks: [],
  };
  const cases: [string, Partially<Request>, string][] = [
    ["no group", { ...join, groupId: "", memberId: "x" }, "INVALID_REQUEST"],
    ["no member id", { ...join, memberId: "" }, "INVALID_REQUEST"],
    ["joining without topology", { ...join, topology: null, memberId: "x" }, "INVALID_REQUEST"],
    [
      "joining with tasks",
      { ...join, activeTasks: [{ subtopologyId: "0", partitions: [0] }], memberId: "x" },
      "INVALID_REQUEST",
    ],
    [
      "another topology at the same epoch",
      { ...join, topology: { epoch: 1, subtopologies: [] }, memberId: "x" },
      "INVALID_REQUEST",
    ],
    ["an epoch of the future", { memberId: "a", memberEpoch: 9 }, "FENCED_MEMBER_EPOCH"],
    ["a member that never joined", { memberId: "x", memberEpoch: 1 }, "UNKNOWN_MEMBER_ID"],
    ["an instance that somebody has", { ...join, memberId: "x", instanceId: "i" }, "UNRELEASED_INSTANCE_ID"],
    ["leaving for a while without instance", { memberId: "a", memberEpoch: -2 }, "INVALID_REQUEST"],
  ];
  for (const [title, request, expected] of cases) {
    test(title, async (context) => {
      const { client, broker } = await startBroker(context);
      broker.createTopic("in", 1);
      await client.call("StreamsGroupHeartbeat", 0, { groupId: "g", memberId: "a", instanceId: "i", ...join });
      const answer = await client.call("StreamsGroupHeartbeat", 0, { groupId: "g", ...request });
      assert.equal(kafkaError(answer.errorCode).name, expected);
    });
  }

  test("a repartition topic that nobody writes", async (context) => {
    const { client } = await startBroker(context);
    const topology = { epoch: 1, subtopologies: [{ subtopologyId: "0", repartitionSourceTopics: [{ name: "lost" }] }] };
    const answer = await client.call("StreamsGroupHeartbeat", 0, { groupId: "g", memberId: "a", ...join, topology });
    assert.equal(kafkaError(answer.errorCode).name, "STREAMS_INVALID_TOPOLOGY");
  });
});

test("a static member that comes back in time keeps its tasks, and nobody else moves", async (context) => {
  const { client, member } = await start(context, plainTopology, { in: 2 });
  const a = member("a");
  const b = member("b");
  await a.heartbeat({ instanceId: "one" });
  for (const each of [b, a, a, b]) await each.heartbeat();
  assert.deepEqual([a.tasks(), b.tasks()], ["0:0", "0:1"]);
  const { epoch } = b;
  await a.heartbeat({ memberEpoch: -2, instanceId: "one" });
  const again = member("a2");
  await again.heartbeat({ instanceId: "one" });
  await b.heartbeat();
  await again.heartbeat();
  assert.deepEqual([again.tasks(), b.tasks()], ["0:0", "0:1"]);
  assert.ok(b.epoch >= epoch);
  assert.equal((await client.call("StreamsGroupDescribe", 0, { groupIds: ["g"] })).groups[0]!.members.length, 2);
});

test("only a member of the current epoch commits offsets", async (context) => {
  const { client, member } = await start(context, plainTopology, { in: 1 });
  const a = member("a");
  await a.heartbeat();
  const commit = async (memberId: string, epoch: number): Promise<string> => {
    const { topics } = await client.call("OffsetCommit", 9, {
      groupId: "g",
      memberId,
      generationIdOrMemberEpoch: epoch,
      topics: [{ name: "in", partitions: [{ partitionIndex: 0, committedOffset: 1 }] }],
    });
    return kafkaError(topics[0]!.partitions[0]!.errorCode).name;
  };
  assert.equal(await commit("a", a.epoch), "NONE");
  assert.equal(await commit("a", a.epoch - 1), "STALE_MEMBER_EPOCH");
  assert.equal(await commit("x", 1), "UNKNOWN_MEMBER_ID");
  const stale = await client.call("OffsetFetch", 9, {
    groups: [{ groupId: "g", memberId: "a", memberEpoch: a.epoch + 1, topics: null }],
  });
  assert.equal(kafkaError(stale.groups[0]!.errorCode).name, "STALE_MEMBER_EPOCH");
});
