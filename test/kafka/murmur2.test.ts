import assert from "node:assert/strict";
import { test } from "node:test";
import { murmur2, partitionOfKey } from "../../runtime/kafka/murmur2.ts";

/** As computed by `Utils.murmur2` of kafka-clients 4.3.1. */
const texts: readonly (readonly [string, number])[] = [
  ["", 275646681],
  ["a", -1563381124],
  ["ab", 316155434],
  ["abc", 479470107],
  ["abcd", -1323649548],
  ["abcde", 461995741],
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
  ["überlänge", 890670784],
  ["\u0000\u00ff", -1951946001],
];

/** The bytes 0, 1, 2 … up to a length. */
const ramps: readonly (readonly [number, number])[] = [
  [1, 375494588],
  [2, -2112343979],
  [3, 51419311],
  [4, 1916244640],
  [5, -1916494074],
  [6, 1749926848],
  [7, -1488168820],
  [8, 970650281],
  [127, 963361774],
  [128, 1741722413],
  [129, 1996260412],
  [255, 1542706800],
  [256, -1948347274],
];

test("hashes as Kafka's Java client does", () => {
  for (const [text, hash] of texts) {
    const bytes = Buffer.from(text);
    assert.equal(murmur2(bytes, 0, bytes.length), hash, JSON.stringify(text));
  }
  const ramp = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  for (const [length, hash] of ramps) assert.equal(murmur2(ramp, 0, length), hash, `${length} bytes`);
});

test("hashes the part that it is told to", () => {
  const bytes = Buffer.from("..foobar..");
  assert.equal(murmur2(bytes, 2, 6), -790332482);
});

test("chooses partitions as Kafka's default partitioner does", () => {
  const key = Buffer.from("foobar");
  assert.equal(partitionOfKey(key, 0, key.length, 7), (-790332482 & 0x7fffffff) % 7);
});
