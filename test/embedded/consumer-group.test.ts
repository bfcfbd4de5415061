import assert from "node:assert/strict";
import { test } from "node:test";
import type { Partially, RequestBodies, ResponseBodies } from "../../runtime/kafka/protocol/codec.ts";
import { kafkaError } from "../../runtime/kafka/protocol/error-codes.ts";
import { startBroker } from "./fixture.ts";
import type { RawClient } from "./raw-client.ts";

type Request = Partially<RequestBodies["ConsumerGroupHeartbeat"]>;

class Member {
  epoch = 0;
  owned: { topicId: string; partitions: number[] }[] = [];
  readonly #client: RawClient;
  readonly #id: string;

  constructor(client: RawClient, id: string) {
    this.#client = client;
    this.#id = id;
  }

  async heartbeat(change: Request = {}): Promise<ResponseBodies["ConsumerGroupHeartbeat"]> {
    const first = this.epoch === 0 ? { rebalanceTimeoutMs: 5000, subscribedTopicNames: ["t"] } : {};
    const answer = await this.#client.call("ConsumerGroupHeartbeat", 1, {
      groupId: "g",
      memberId: this.#id,
      memberEpoch: this.epoch,
      topicPartitions: this.owned,
      ...first,
      ...change,
    });
    if (answer.errorCode !== 0) return answer;
    this.epoch = answer.memberEpoch;
    this.owned = answer.assignment?.topicPartitions ?? this.owned;
    return answer;
  }

  partitions(): number[] {
    return this.owned.flatMap(({ partitions }) => partitions);
  }
}

test("partitions are shared, handed over and taken back", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 4);
  const [a, b] = [new Member(client, "a"), new Member(client, "b")];
  await a.heartbeat();
  assert.deepEqual(a.partitions(), [0, 1, 2, 3]);
  await b.heartbeat();
  assert.deepEqual(b.partitions(), []);
  await a.heartbeat();
  await b.heartbeat();
  assert.deepEqual([a.partitions(), b.partitions()], [[0, 1], []]);
  await a.heartbeat();
  await b.heartbeat();
  assert.deepEqual(b.partitions(), [2, 3]);
  const { groups } = await client.call("ConsumerGroupDescribe", 1, { groupIds: ["g"] });
  assert.deepEqual([groups[0]!.groupState, groups[0]!.members.length], ["Stable", 2]);
  assert.deepEqual(groups[0]!.members[1]!.assignment.topicPartitions[0]!.topicName, "t");
  await b.heartbeat({ memberEpoch: -1 });
  await a.heartbeat();
  assert.deepEqual(a.partitions(), [0, 1, 2, 3]);
});

test("a pattern follows the topics that come", async (context) => {
  const { client, broker } = await startBroker(context);
  const a = new Member(client, "a");
  await a.heartbeat({ subscribedTopicNames: null, subscribedTopicRegex: "t-.*" });
  assert.deepEqual(a.partitions(), []);
  broker.createTopic("t-1", 2);
  broker.createTopic("x", 2);
  await a.heartbeat();
  assert.deepEqual(a.partitions(), [0, 1]);
  const bad = await new Member(client, "b").heartbeat({ subscribedTopicNames: null, subscribedTopicRegex: "(" });
  assert.equal(kafkaError(bad.errorCode).name, "INVALID_REGULAR_EXPRESSION");
});

test("members that read different topics get only those", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 2);
  broker.createTopic("u", 2);
  const [a, b] = [new Member(client, "a"), new Member(client, "b")];
  const { topics } = await client.call("Metadata", 12, { topics: [{ name: "t" }] });
  await a.heartbeat();
  await b.heartbeat({ subscribedTopicNames: ["u"] });
  for (const each of [a, b, a, b]) await each.heartbeat();
  assert.deepEqual(
    [a.owned.map(({ topicId }) => topicId), a.partitions(), b.partitions()],
    [[topics[0]!.topicId], [0, 1], [0, 1]],
  );
  assert.notEqual(b.owned[0]!.topicId, topics[0]!.topicId);
});

test("stale members are fenced, silent ones removed", async (context) => {
  const { client, broker, clock } = await startBroker(context);
  broker.createTopic("t", 1);
  const a = new Member(client, "a");
  await a.heartbeat();
  assert.equal(kafkaError((await a.heartbeat({ memberEpoch: a.epoch + 1 })).errorCode).name, "FENCED_MEMBER_EPOCH");
  clock.advance(10_000);
  assert.equal(kafkaError((await a.heartbeat()).errorCode).name, "UNKNOWN_MEMBER_ID");
});
