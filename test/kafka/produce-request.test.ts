import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeProduce, produceVersion } from "../../runtime/kafka/produce-request.ts";
import { api, encodeRequest, zeroUuid } from "../../runtime/kafka/protocol/codec.ts";

const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("base64url"));
const topics = fc.array(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 40 }),
    id: uuid,
    partitions: fc.array(
      fc.record({ index: fc.nat(), batch: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { maxLength: 4 },
);

test("writes by hand what the tables say, in every version", () => {
  const versions = Array.from({ length: api("Produce").max - 2 }, (_, i) => i + 3);
  fc.assert(
    fc.property(topics, fc.option(fc.string()), fc.constantFrom(...versions), (list, transactionalId, version) => {
      const header = { version, correlationId: 77, clientId: "weir", transactionalId, timeoutMs: 30_000 };
      const byTable = encodeRequest("Produce", version, 77, "weir", {
        transactionalId,
        acks: -1,
        timeoutMs: 30_000,
        topicData: list.map(({ name, id, partitions }) => ({
          name,
          topicId: id,
          partitionData: partitions.map(({ index, batch }) => ({ index, records: batch })),
        })),
      });
      assert.deepEqual(Buffer.concat(encodeProduce(header, list)), byTable);
    }),
    { numRuns: 200 },
  );
});

test("names topics where one has no id", () => {
  assert.equal(produceVersion(13, ["AAAAAAAAAAAAAAAAAAAAAQ"]), 13);
  assert.equal(produceVersion(13, ["AAAAAAAAAAAAAAAAAAAAAQ", zeroUuid]), 12);
  assert.equal(produceVersion(9, [zeroUuid]), 9);
});
