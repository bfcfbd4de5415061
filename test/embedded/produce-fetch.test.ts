import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { encodeRequest } from "../../runtime/kafka/protocol/codec.ts";
import { errorCode, kafkaError } from "../../runtime/kafka/protocol/error-codes.ts";
import { batch, fetchRaw, fetchTexts, produce, settle, startBroker, startMs } from "./fixture.ts";

test("what is produced is fetched, with the offsets the broker gave", async (context) => {
  const { client } = await startBroker(context);
  assert.equal((await produce(client, "t", batch(["a", "b"]))).baseOffset, 0);
  assert.equal((await produce(client, "t", batch(["c"], { compression: "zstd" }))).baseOffset, 2);
  assert.deepEqual(await fetchTexts(client, "t"), ["a", "b", "c"]);
  assert.deepEqual(await fetchTexts(client, "t", { offset: 1 }), ["b", "c"]);
  const { highWatermark, lastStableOffset } = await fetchRaw(client, "t", { offset: 3 });
  assert.deepEqual([highWatermark, lastStableOffset], [3, 3]);
});

test("topic ids are used from Produce 13 and Fetch 13 on", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 1);
  const { topics } = await client.call("Metadata", 12, { topics: [{ name: "t" }] });
  const { topicId } = topics[0]!;
  const topicData = [{ topicId, partitionData: [{ index: 0, records: batch(["x"]) }] }];
  const produced = await client.call("Produce", 13, { acks: 1, topicData });
  assert.equal(produced.responses[0]!.partitionResponses[0]!.errorCode, 0);
  const wish = (id: string): Parameters<typeof client.call<"Fetch">>[2] => ({
    minBytes: 1,
    topics: [{ topicId: id, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }],
  });
  assert.equal((await client.call("Fetch", 17, wish(topicId))).responses[0]!.partitions[0]!.highWatermark, 1);
  const unknown = await client.call("Fetch", 17, wish("AAAAAAAAAAAAAAAAAAAAAQ"));
  assert.equal(unknown.responses[0]!.partitions[0]!.errorCode, errorCode.UNKNOWN_TOPIC_ID);
});

describe("what a producer may not send", () => {
  const damaged = batch(["x"]);
  damaged[65]! ^= 1;
  const cases = [
    ["a damaged batch", damaged, {}, "CORRUPT_MESSAGE"],
    ["two batches", Buffer.concat([batch(["x"]), batch(["y"])]), {}, "INVALID_RECORD"],
    ["a batch that is too large", batch(["x".repeat(2000)]), { "max.message.bytes": "1000" }, "MESSAGE_TOO_LARGE"],
    ["a record without key in a compacted topic", batch(["x"]), { "cleanup.policy": "compact" }, "INVALID_RECORD"],
    ["a control record", batch(["x"], { control: true }), {}, "INVALID_RECORD"],
    [
      "a record from the far future",
      batch([{ value: "x", timestampMs: startMs + 4_000_000 }]),
      {},
      "INVALID_TIMESTAMP",
    ],
    [
      "a transactional batch without a transaction",
      batch(["x"], { transactional: true, producerId: 1, producerEpoch: 0, baseSequence: 0 }),
      {},
      "INVALID_TXN_STATE",
    ],
  ] as const;
  for (const [title, records, config, expected] of cases) {
    test(title, async (context) => {
      const { client, broker } = await startBroker(context);
      broker.createTopic("t", 1, config);
      assert.equal(kafkaError((await produce(client, "t", records)).errorCode).name, expected);
      assert.equal((await fetchRaw(client, "t")).highWatermark, 0);
    });
  }
});

describe("idempotence", () => {
  const numbered = (value: string, baseSequence: number, producerEpoch = 0): Buffer =>
    batch([value], { producerId: 7, producerEpoch, baseSequence });

  test("a repeated batch gets the same offset and is not appended again", async (context) => {
    const { client } = await startBroker(context);
    for (const sequence of [0, 1, 2, 3, 4, 5]) await produce(client, "t", numbered(`v${sequence}`, sequence));
    assert.equal((await produce(client, "t", numbered("v3", 3))).baseOffset, 3);
    assert.deepEqual(await fetchTexts(client, "t"), ["v0", "v1", "v2", "v3", "v4", "v5"]);
    // Only the last five are known.
    assert.equal((await produce(client, "t", numbered("v0", 0))).errorCode, errorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
  });

  test("a gap, an old epoch and a new epoch that does not start over are refused", async (context) => {
    const { client } = await startBroker(context);
    await produce(client, "t", numbered("a", 0, 1));
    assert.equal((await produce(client, "t", numbered("c", 2, 1))).errorCode, errorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    assert.equal((await produce(client, "t", numbered("b", 1, 0))).errorCode, errorCode.INVALID_PRODUCER_EPOCH);
    assert.equal((await produce(client, "t", numbered("b", 1, 2))).errorCode, errorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    assert.equal((await produce(client, "t", numbered("b", 0, 2))).errorCode, 0);
  });

  test("sequences go on at zero after the largest", async (context) => {
    const { client } = await startBroker(context);
    await produce(client, "t", numbered("a", 2 ** 31 - 1));
    assert.equal((await produce(client, "t", numbered("b", 0))).errorCode, 0);
  });
});

describe("fetch", () => {
  test("waits for data, for the time to pass, and not longer", async (context) => {
    const { client, clock, connect } = await startBroker(context);
    const writer = await connect();
    await produce(writer, "t", batch(["a"]));
    const first = fetchTexts(client, "t", { offset: 1, maxWaitMs: 500 });
    await settle(writer);
    await produce(writer, "t", batch(["b"]));
    assert.deepEqual(await first, ["b"]);
    let isDone = false;
    const second = fetchTexts(client, "t", { offset: 2, maxWaitMs: 500 }).finally(() => (isDone = true));
    await settle(writer);
    clock.advance(499);
    await settle(writer);
    assert.equal(isDone, false);
    clock.advance(1);
    assert.deepEqual(await second, []);
  });

  test("minBytes is waited for", async (context) => {
    const { client, connect } = await startBroker(context);
    const writer = await connect();
    await produce(writer, "t", batch(["a"]));
    const fetched = fetchTexts(client, "t", { minBytes: 200, maxWaitMs: 500 });
    await settle(writer);
    await produce(writer, "t", batch(["b"]));
    await produce(writer, "t", batch(["c"]));
    assert.deepEqual(await fetched, ["a", "b", "c"]);
  });

  test("limits are kept, but one batch always comes", async (context) => {
    const { client } = await startBroker(context);
    for (const value of ["a", "b", "c"]) await produce(client, "t", batch([value.repeat(1000)]));
    const lengths = (texts: (string | null)[]): number => texts.length;
    assert.equal(lengths(await fetchTexts(client, "t", { maxBytes: 2500 })), 2);
    assert.equal(lengths(await fetchTexts(client, "t", { maxBytes: 10 })), 1);
  });

  test("offsets out of range, unknown partitions and sessions are refused", async (context) => {
    const { client, broker } = await startBroker(context);
    broker.createTopic("t", 1);
    assert.equal((await fetchRaw(client, "t", { offset: 1 })).errorCode, errorCode.OFFSET_OUT_OF_RANGE);
    assert.equal((await fetchRaw(client, "t", { partition: 1 })).errorCode, errorCode.UNKNOWN_TOPIC_OR_PARTITION);
    const session = await client.call("Fetch", 12, { sessionId: 9, sessionEpoch: 1, topics: [] });
    assert.equal(session.errorCode, errorCode.FETCH_SESSION_ID_NOT_FOUND);
  });
});

test("records are deleted up to an offset, also in the middle of a batch", async (context) => {
  const { client } = await startBroker(context);
  await produce(client, "t", batch(["a", "b", "c"]));
  const deletion = (
    offset: number,
  ): Promise<{ topics: { partitions: { lowWatermark: number; errorCode: number }[] }[] }> =>
    client.call("DeleteRecords", 2, { topics: [{ name: "t", partitions: [{ partitionIndex: 0, offset }] }] });
  assert.equal((await deletion(1)).topics[0]!.partitions[0]!.lowWatermark, 1);
  assert.equal((await fetchRaw(client, "t", { offset: 0 })).errorCode, errorCode.OFFSET_OUT_OF_RANGE);
  assert.deepEqual(await fetchTexts(client, "t", { offset: 1 }), ["b", "c"]);
  assert.equal((await deletion(9)).topics[0]!.partitions[0]!.errorCode, errorCode.OFFSET_OUT_OF_RANGE);
  assert.equal((await deletion(-1)).topics[0]!.partitions[0]!.lowWatermark, 3);
  assert.equal((await produce(client, "t", batch(["d"]))).baseOffset, 3);
});

test("offsets are found by place and by time", async (context) => {
  const { client } = await startBroker(context);
  await produce(
    client,
    "t",
    batch([
      { value: "a", timestampMs: 1000 },
      { value: "b", timestampMs: 3000 },
    ]),
  );
  await produce(
    client,
    "t",
    batch([
      { value: "c", timestampMs: 2000 },
      { value: "d", timestampMs: 4000 },
    ]),
  );
  const cases = [
    [-1, 4, -1],
    [-2, 0, -1],
    [-3, 3, 4000],
    [0, 0, 1000],
    [1001, 1, 3000],
    [3001, 3, 4000],
    [4001, -1, -1],
  ] as const;
  for (const [timestamp, offset, foundMs] of cases) {
    const { topics } = await client.call("ListOffsets", 7, {
      topics: [{ name: "t", partitions: [{ partitionIndex: 0, timestamp }] }],
    });
    const found = topics[0]!.partitions[0]!;
    assert.deepEqual([found.offset, found.timestamp], [offset, foundMs], `timestamp ${timestamp}`);
  }
});

test("LogAppendTime replaces the producer's times", async (context) => {
  const { client, broker } = await startBroker(context);
  broker.createTopic("t", 1, { "message.timestamp.type": "LogAppendTime" });
  assert.equal((await produce(client, "t", batch([{ value: "a", timestampMs: 5 }]))).logAppendTimeMs, startMs);
  const { topics } = await client.call("ListOffsets", 7, {
    topics: [{ name: "t", partitions: [{ partitionIndex: 0, timestamp: startMs }] }],
  });
  assert.equal(topics[0]!.partitions[0]!.offset, 0);
});

describe("hostile clients", () => {
  const cases: [string, Buffer][] = [
    ["a frame of a gigabyte", Buffer.from([0x40, 0, 0, 0, 1])],
    ["a negative size", Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ["an empty frame", Buffer.from([0, 0, 0, 0])],
    ["an unknown api", Buffer.from([0, 0, 0, 10, 0x7f, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0])],
    ["an unknown version", Buffer.from([0, 0, 0, 10, 0, 3, 0x7f, 0, 0, 0, 0, 1, 0, 0])],
    ["a request that is cut off", Buffer.from([0, 0, 0, 12, 0, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0x7f, 0xff])],
    ["an internal api", encodeRequest("WriteTxnMarkers", 1, 1, "x", {})],
  ];
  for (const [title, frame] of cases) {
    test(`${title} ends the connection and nothing else`, async (context) => {
      const { client, connect } = await startBroker(context);
      assert.equal(await client.send(frame), undefined);
      await settle(await connect());
    });
  }

  test("an ApiVersions request of the future is answered in version 0", async (context) => {
    const { client } = await startBroker(context);
    const frame = encodeRequest("ApiVersions", 4, 1, "x", {});
    frame.writeInt16BE(99, 6);
    const answer = await client.send(frame);
    assert.equal(answer?.readInt16BE(4), errorCode.UNSUPPORTED_VERSION);
  });
});
