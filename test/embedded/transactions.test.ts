import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { errorCode, kafkaError } from "../../runtime/kafka/protocol/error-codes.ts";
import { batch, fetchRaw, fetchTexts, produce, startBroker } from "./fixture.ts";
import type { RawClient } from "./raw-client.ts";

interface Identity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

const none: Identity = { producerId: -1, producerEpoch: -1 };

async function init(
  client: RawClient,
  transactionalId = "tx",
  claimed = none,
  transactionTimeoutMs = 10_000,
): Promise<Identity & { errorCode: number }> {
  const { producerId, producerEpoch, errorCode } = await client.call("InitProducerId", 4, {
    transactionalId,
    transactionTimeoutMs,
    ...claimed,
  });
  return { producerId, producerEpoch, errorCode };
}

async function add(client: RawClient, producer: Identity, partitions: number[] = [0]): Promise<number> {
  const answer = await client.call("AddPartitionsToTxn", 3, {
    v3AndBelowTransactionalId: "tx",
    v3AndBelowProducerId: producer.producerId,
    v3AndBelowProducerEpoch: producer.producerEpoch,
    v3AndBelowTopics: [{ name: "t", partitions }],
  });
  return answer.resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode;
}

function write(
  client: RawClient,
  { producerId, producerEpoch }: Identity,
  value: string,
  baseSequence: number,
  version = 11,
  partition = 0,
): Promise<{ errorCode: number }> {
  const records = batch([value], { producerId, producerEpoch, baseSequence, transactional: true });
  return produce(client, "t", records, { version, transactionalId: "tx", partition });
}

async function end(
  client: RawClient,
  producer: Identity,
  committed: boolean,
  version = 3,
): Promise<Identity & { errorCode: number }> {
  const { producerId, producerEpoch, errorCode } = await client.call("EndTxn", version, {
    transactionalId: "tx",
    ...producer,
    committed,
  });
  return { producerId, producerEpoch, errorCode };
}

test("a reader of committed data sees a transaction when it is committed, and never one that is aborted", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 2);
  const producer = await init(client);
  assert.equal(await add(client, producer), 0);
  await write(client, producer, "a", 0);
  await produce(client, "t", batch(["plain"]));
  assert.deepEqual(await fetchTexts(client, "t", { committed: true }), []);
  const open = await fetchRaw(client, "t", { committed: true });
  assert.deepEqual([open.highWatermark, open.lastStableOffset], [2, 0]);
  assert.equal((await end(client, producer, true)).errorCode, 0);
  assert.deepEqual(await fetchTexts(client, "t", { committed: true }), ["a", "plain"]);
  await add(client, producer);
  await write(client, producer, "b", 1);
  assert.equal((await end(client, producer, false)).errorCode, 0);
  assert.deepEqual(await fetchTexts(client, "t", { committed: true }), ["a", "plain"]);
  assert.deepEqual(await fetchTexts(client, "t"), ["a", "plain", "b"]);
  const { abortedTransactions, lastStableOffset } = await fetchRaw(client, "t", { committed: true });
  assert.deepEqual([abortedTransactions, lastStableOffset], [[{ producerId: producer.producerId, firstOffset: 3 }], 5]);
});

test("the end of committed data and of all data are different offsets", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 1);
  const producer = await init(client);
  await add(client, producer);
  await write(client, producer, "a", 0);
  const latest = async (isolationLevel: number): Promise<number> => {
    const { topics } = await client.call("ListOffsets", 7, {
      isolationLevel,
      topics: [{ name: "t", partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
    });
    return topics[0]!.partitions[0]!.offset;
  };
  assert.deepEqual([await latest(0), await latest(1)], [1, 0]);
});

test("with transaction protocol 2 partitions join by themselves and every end bumps the epoch", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 1);
  const first = await init(client);
  assert.equal((await write(client, first, "a", 0, 11)).errorCode, errorCode.INVALID_TXN_STATE);
  assert.equal((await write(client, first, "a", 0, 12)).errorCode, 0);
  const second = await end(client, first, true, 5);
  assert.deepEqual([second.producerId, second.producerEpoch], [first.producerId, first.producerEpoch + 1]);
  // The answer got lost: the same again gives the same.
  assert.deepEqual(await end(client, first, true, 5), second);
  assert.equal((await write(client, first, "late", 1, 12)).errorCode, errorCode.INVALID_PRODUCER_EPOCH);
  assert.equal((await write(client, second, "b", 0, 12)).errorCode, 0);
  await end(client, second, false, 5);
  assert.deepEqual(await fetchTexts(client, "t", { committed: true }), ["a"]);
});

describe("fencing", () => {
  test("a second producer with the id rolls back the first and replaces it", async (context) => {
    const { client, broker } = await startBroker(context);
    broker.createTopic("t", 1);
    const first = await init(client);
    await add(client, first);
    await write(client, first, "a", 0);
    const second = await init(client);
    assert.equal(second.producerId, first.producerId);
    assert.ok(second.producerEpoch > first.producerEpoch);
    assert.equal((await fetchRaw(client, "t", { committed: true })).lastStableOffset, 2);
    assert.equal((await end(client, first, true)).errorCode, errorCode.PRODUCER_FENCED);
    assert.equal(await add(client, first), errorCode.PRODUCER_FENCED);
    assert.equal((await write(client, first, "zombie", 1)).errorCode, errorCode.INVALID_PRODUCER_EPOCH);
    assert.deepEqual(await fetchTexts(client, "t", { committed: true }), []);
  });

  test("a transaction that takes too long is rolled back, and its producer fenced", async (context) => {
    const { client, broker, clock } = await startBroker(context);
    broker.createTopic("t", 1);
    const producer = await init(client, "tx", none, 5000);
    await add(client, producer);
    await write(client, producer, "a", 0);
    clock.advance(4999);
    assert.equal((await fetchRaw(client, "t", { committed: true })).lastStableOffset, 0);
    clock.advance(1);
    assert.equal((await fetchRaw(client, "t", { committed: true })).lastStableOffset, 2);
    assert.equal((await end(client, producer, true)).errorCode, errorCode.PRODUCER_FENCED);
  });

  const refused = [
    ["another producer id", { producerId: 99, producerEpoch: 0 }, "PRODUCER_FENCED"],
    ["an old epoch", { producerId: 1000, producerEpoch: -5 }, "PRODUCER_FENCED"],
  ] as const;
  for (const [title, claimed, expected] of refused) {
    test(`starting over with ${title} is refused`, async (context) => {
      const { client } = await startBroker(context);
      await init(client);
      assert.equal(kafkaError((await init(client, "tx", claimed)).errorCode).name, expected);
    });
  }

  test("starting over with the own id bumps the epoch, twice the same gives the same", async (context) => {
    const { client } = await startBroker(context);
    const first = await init(client);
    const second = await init(client, "tx", first);
    assert.equal(second.producerEpoch, first.producerEpoch + 1);
    assert.deepEqual(await init(client, "tx", first), second);
  });

  test("epochs that run out get a new producer id", async (context) => {
    const { client, broker } = await startBroker(context);
    broker.createTopic("t", 1);
    let producer: Identity = await init(client);
    const { producerId } = producer;
    for (let round = 0; producer.producerId === producerId; round++) {
      assert.ok(round < 32_767);
      producer = await end(client, producer, false, 5);
    }
    assert.equal(producer.producerEpoch, 0);
    assert.equal((await write(client, producer, "a", 0, 12)).errorCode, 0);
    await end(client, producer, true, 5);
    assert.deepEqual(await fetchTexts(client, "t", { committed: true }), ["a"]);
  });
});

describe("offsets in transactions", () => {
  const offsets = [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: "m" }] }];

  async function fetchOffset(client: RawClient, requireStable = false): Promise<{ offset: number; error: number }> {
    const { groups } = await client.call("OffsetFetch", 8, {
      groups: [{ groupId: "g", topics: [{ name: "t", partitionIndexes: [0] }] }],
      requireStable,
    });
    const { committedOffset, errorCode: error } = groups[0]!.topics[0]!.partitions[0]!;
    return { offset: committedOffset, error };
  }

  for (const [protocol, version] of [
    [1, 3],
    [2, 5],
  ] as const) {
    for (const commit of [true, false]) {
      test(`they count with the ${commit ? "commit" : "abort"}, protocol ${protocol}`, async (context) => {
        const { client, broker } = await startBroker(context);
        broker.createTopic("t", 1);
        const producer = await init(client);
        const send = async (): Promise<number> => {
          const { topics } = await client.call("TxnOffsetCommit", version, {
            transactionalId: "tx",
            groupId: "g",
            ...producer,
            topics: offsets,
          });
          return topics[0]!.partitions[0]!.errorCode;
        };
        if (protocol === 1) {
          assert.equal(await send(), errorCode.INVALID_TXN_STATE);
          assert.equal(
            (await client.call("AddOffsetsToTxn", 3, { transactionalId: "tx", groupId: "g", ...producer })).errorCode,
            0,
          );
        }
        assert.equal(await send(), 0);
        assert.deepEqual(await fetchOffset(client), { offset: -1, error: 0 });
        assert.deepEqual(await fetchOffset(client, true), { offset: -1, error: errorCode.UNSTABLE_OFFSET_COMMIT });
        assert.equal((await end(client, producer, commit, version)).errorCode, 0);
        assert.deepEqual(await fetchOffset(client, true), { offset: commit ? 5 : -1, error: 0 });
      });
    }
  }

  test("a member that is no longer one cannot commit", async (context) => {
    const { client, broker } = await startBroker(context);
    broker.createTopic("t", 1);
    const producer = await init(client);
    const member = { generationId: 3, memberId: "gone" };
    const { topics } = await client.call("TxnOffsetCommit", 5, {
      transactionalId: "tx",
      groupId: "g",
      ...producer,
      ...member,
      topics: offsets,
    });
    assert.equal(topics[0]!.partitions[0]!.errorCode, errorCode.ILLEGAL_GENERATION);
  });
});

test("transactions and producers can be looked at", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 1);
  const producer = await init(client);
  await add(client, producer);
  await write(client, producer, "a", 0);
  const { transactionStates } = await client.call("DescribeTransactions", 0, { transactionalIds: ["tx", "other"] });
  assert.equal(transactionStates[0]!.transactionState, "Ongoing");
  assert.deepEqual(transactionStates[0]!.topics, [{ topic: "t", partitions: [0] }]);
  assert.equal(transactionStates[1]!.errorCode, errorCode.TRANSACTIONAL_ID_NOT_FOUND);
  const { topics } = await client.call("DescribeProducers", 0, { topics: [{ name: "t", partitionIndexes: [0] }] });
  assert.equal(topics[0]!.partitions[0]!.activeProducers[0]!.currentTxnStartOffset, 0);
  const list = await client.call("ListTransactions", 1, { stateFilters: ["Ongoing"] });
  assert.equal(list.transactionStates[0]!.transactionalId, "tx");
});
