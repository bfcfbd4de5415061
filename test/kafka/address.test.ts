import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddress } from "../../runtime/kafka/address.ts";
import { addressText } from "../../runtime/kafka/connection-error.ts";
import { WeirError } from "../../shared/errors.ts";

const good: readonly (readonly [string, string, number])[] = [
  ["localhost:9092", "localhost", 9092],
  [" kafka-0.kafka.svc:19092 ", "kafka-0.kafka.svc", 19_092],
  ["kafka", "kafka", 9092],
  ["10.0.0.1:1", "10.0.0.1", 1],
  ["[::1]:9093", "::1", 9093],
  ["[fe80::1%eth0]:9093", "fe80::1%eth0", 9093],
];

for (const [text, host, port] of good) {
  test(`reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseAddress(text), { host, port });
    assert.deepEqual(parseAddress(addressText({ host, port })), { host, port });
  });
}

for (const text of [
  "",
  ":9092",
  "kafka:",
  "kafka:0",
  "kafka:65536",
  "kafka:http",
  "http://kafka:9092",
  "a b:1",
  "::1:9092",
  "user@host:1:2",
]) {
  test(`refuses ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => parseAddress(text),
      (error) => error instanceof WeirError && error.code === "KAFKA_0006" && error.hint !== undefined,
    );
  });
}
