import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  apis,
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  ProtocolError,
  zeroUuid,
} from "../../../runtime/kafka/protocol/codec.ts";
import { errorCode, kafkaError } from "../../../runtime/kafka/protocol/error-codes.ts";
import { bodies, onlyOf } from "./bodies.ts";

const everyVersion = apis.flatMap((table) =>
  Array.from({ length: table.max - table.min + 1 }, (_, index) => ({ table, version: table.min + index })),
);

describe("every api and version", () => {
  test("requests come back as they were", () => {
    for (const { table, version } of everyVersion) {
      fc.assert(
        fc.property(bodies(table, "request", version), fc.integer(), (body, correlationId) => {
          const frame = encodeRequest(table.name, version, correlationId, "weir", body);
          assert.equal(frame.readInt32BE(0), frame.length - 4);
          const decoded = decodeRequest(frame.subarray(4));
          assert.ok(decoded.api !== undefined);
          assert.deepEqual(
            [decoded.api, decoded.version, decoded.correlationId, decoded.clientId],
            [table.name, version, correlationId, "weir"],
          );
          assert.deepEqual(onlyOf(decoded.body, table.request, version), body);
        }),
        { numRuns: 5 },
      );
    }
  });

  test("responses come back as they were", () => {
    for (const { table, version } of everyVersion) {
      const bodiesOf = bodies(table, "response", version).filter(
        (body) => !("errorCode" in body && body.errorCode === 35),
      );
      fc.assert(
        fc.property(bodiesOf, fc.integer(), (body, correlationId) => {
          const frame = encodeResponse(table.name, version, correlationId, body);
          const decoded = decodeResponse(table.name, version, frame.subarray(4));
          assert.equal(decoded.correlationId, correlationId);
          assert.deepEqual(onlyOf(decoded.body, table.response, version), body);
        }),
        { numRuns: 5 },
      );
    }
  });

  test("an empty body is all defaults and can be decoded", () => {
    for (const { table, version } of everyVersion) {
      const decoded = decodeRequest(encodeRequest(table.name, version, 1, null, {}).subarray(4));
      assert.equal(decoded.api, table.name);
      decodeResponse(table.name, version, encodeResponse(table.name, version, 1, {}).subarray(4));
    }
  });

  test("a truncated or changed frame is an error or another body, never anything else", () => {
    for (const { table, version } of everyVersion) {
      fc.assert(
        fc.property(bodies(table, "request", version), fc.nat(), fc.nat(255), fc.boolean(), (body, at, byte, cut) => {
          const frame = encodeRequest(table.name, version, 1, "weir", body).subarray(4);
          const start = 14 + (at % Math.max(1, frame.length - 14));
          const changed = cut ? frame.subarray(0, start) : Buffer.from(frame);
          if (!cut && start < changed.length) changed[start] = byte;
          try {
            decodeRequest(changed);
          } catch (error) {
            assert.ok(error instanceof ProtocolError, String(error));
          }
        }),
        { numRuns: 5 },
      );
    }
  });
});

// Written by Kafka 4.3.1's own generated classes.
const topicId = Buffer.from("00000000000000010000000000000002", "hex").toString("base64url");
const fetch = {
  clusterId: "abc",
  maxWaitMs: 500,
  minBytes: 1,
  maxBytes: 1000,
  isolationLevel: 1,
  topics: [{ topicId, partitions: [{ partition: 3, fetchOffset: 5_000_000_000, partitionMaxBytes: 77 }] }],
};
const commit = {
  groupId: "g",
  topics: [{ name: "té", partitions: [{ partitionIndex: 1, committedOffset: -2, committedMetadata: "" }] }],
};
const fetchTail =
  "000001f400000001000003e80100000000ffffffff02000000000000000100000000000000020200000003ffffffff000000012a05f200ffffffffffffffffffffffff0000004d0000010101000404616263";
const heartbeat = {
  groupId: "g",
  memberId: "m",
  activeTasks: [{ subtopologyId: "0", partitions: [0, 1] }],
  topology: { epoch: 1, subtopologies: [] },
};

test("requests are byte for byte what Kafka's own classes write", () => {
  const cases: [Buffer, string][] = [
    [encodeRequest("Fetch", 17, 9, "weir", fetch), `000100110000000900047765697200${fetchTail}`],
    [encodeRequest("Fetch", 18, 9, "weir", fetch), `000100120000000900047765697200${fetchTail}`],
    [encodeRequest("Metadata", 1, 9, "weir", { topics: null }), "0003000100000009000477656972ffffffff"],
    [encodeRequest("Metadata", 12, 9, "weir", { topics: null }), "0003000c000000090004776569720000010000"],
    [
      encodeRequest("StreamsGroupHeartbeat", 0, 9, null, heartbeat),
      "0058000000000009ffff000267026d00000000000000000000ffffffff0100000001010002023003000000000000000100000000ff0000000000",
    ],
    [
      encodeRequest("OffsetCommit", 8, 9, "weir", commit),
      "0008000800000009000477656972000267ffffffff0100020474c3a90200000001fffffffffffffffeffffffff01000000",
    ],
    [
      encodeRequest("OffsetCommit", 2, 9, "weir", commit),
      "0008000200000009000477656972000167ffffffff0000ffffffffffffffff00000001000374c3a90000000100000001fffffffffffffffe0000",
    ],
  ];
  for (const [frame, hex] of cases) assert.equal(frame.subarray(4).toString("hex"), hex);
});

test("an unknown api or version is a value", () => {
  const frame = encodeRequest("Metadata", 12, 7, "weir", {}).subarray(4);
  frame.writeInt16BE(99, 2);
  const version = decodeRequest(frame);
  assert.deepEqual([version.api, version.version, version.correlationId], [undefined, 99, 7]);
  assert.ok(version.api === undefined && version.table?.name === "Metadata");
  frame.writeInt16BE(9999, 0);
  const key = decodeRequest(frame);
  assert.ok(key.api === undefined && key.table === undefined && key.apiKey === 9999);
});

test("what a version lacks reads as its default", () => {
  const frame = encodeRequest("Fetch", 4, 1, "weir", { topics: [{ topic: "t", partitions: [{ partition: 0 }] }] });
  const decoded = decodeRequest(frame.subarray(4));
  assert.ok(decoded.api === "Fetch");
  const topic = decoded.body.topics[0]!;
  assert.deepEqual(
    [
      topic.topicId,
      topic.partitions[0]!.currentLeaderEpoch,
      topic.partitions[0]!.highWatermark,
      decoded.body.clusterId,
      decoded.body.rackId,
    ],
    [zeroUuid, -1, 9223372036854775807n, null, ""],
  );
});

test("an ApiVersions response keeps its plain header, and a fallback to version 0 is recognised", () => {
  const modern = encodeResponse("ApiVersions", 4, 5, {
    finalizedFeatures: [{ name: "transaction.version", maxVersionLevel: 2, minVersionLevel: 2 }],
  });
  assert.equal(modern.readInt16BE(8), 0);
  assert.deepEqual(decodeResponse("ApiVersions", 4, modern.subarray(4)).body.finalizedFeatures, [
    { name: "transaction.version", maxVersionLevel: 2, minVersionLevel: 2 },
  ]);
  const old = encodeResponse("ApiVersions", 0, 5, {
    errorCode: errorCode.UNSUPPORTED_VERSION,
    apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 3 }],
  });
  const { body } = decodeResponse("ApiVersions", 4, old.subarray(4));
  assert.equal(body.errorCode, 35);
  assert.deepEqual(body.apiKeys, [{ apiKey: 18, minVersion: 0, maxVersion: 3 }]);
});

test("null where it is not allowed is refused", () => {
  assert.throws(() => encodeRequest("Metadata", 0, 1, "weir", { topics: null }), ProtocolError);
  const frame = encodeRequest("Metadata", 1, 1, "weir", { topics: null }).subarray(4);
  frame.writeInt16BE(0, 2);
  assert.throws(() => decodeRequest(frame), /must not be null/u);
});

test("errors have Kafka's codes and classes", () => {
  const cases = [
    [0, "NONE", "none", false],
    [3, "UNKNOWN_TOPIC_OR_PARTITION", "refresh-retriable", true],
    [51, "CONCURRENT_TRANSACTIONS", "retriable", true],
    [90, "PRODUCER_FENCED", "application-recoverable", false],
    [120, "TRANSACTION_ABORTABLE", "abortable", false],
    [53, "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "invalid-configuration", false],
    [9999, "UNKNOWN_SERVER_ERROR", "other", false],
  ] as const;
  for (const [code, name, errorClass, retriable] of cases) {
    const info = kafkaError(code);
    assert.deepEqual([info.name, info.class, info.retriable], [name, errorClass, retriable]);
  }
});
