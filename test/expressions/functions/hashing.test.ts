import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { crc32, fnv1a, murmur2 } from "../../../shared/expressions/functions/hashing/checksums.ts";
import { hmac } from "../../../shared/expressions/functions/hashing/hmac.ts";
import { md5 } from "../../../shared/expressions/functions/hashing/md5.ts";
import { sha1 } from "../../../shared/expressions/functions/hashing/sha1.ts";
import { sha256 } from "../../../shared/expressions/functions/hashing/sha256.ts";
import { sha512 } from "../../../shared/expressions/functions/hashing/sha512.ts";

const hashes = { md5, sha1, sha256, sha512 };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "utf8"));

describe("digests are those of node:crypto", () => {
  for (const [name, hash] of Object.entries(hashes)) {
    test(`${name} at every length around the blocks`, () => {
      for (let length = 0; length <= 260; length++) {
        const message = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 0xff);
        assert.equal(hex(hash(message)), createHash(name).update(message).digest("hex"), `${length}`);
      }
    });
    test(`${name} of random bytes`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 2000 }), (message) =>
          assert.equal(hex(hash(message)), createHash(name).update(message).digest("hex")),
        ),
      );
    });
  }

  test("HMAC with keys shorter and longer than a block", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
        assert.equal(hex(hmac(sha256, key, message)), createHmac("sha256", key).update(message).digest("hex"));
        assert.equal(hex(hmac(sha1, key, message)), createHmac("sha1", key).update(message).digest("hex"));
      }),
    );
  });
});

describe("checksums", () => {
  test("CRC-32 is that of zlib", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => assert.equal(crc32(bytes), zlibCrc32(bytes))));
  });

  // Published values: FNV's own test suite, and those that Kafka's clients are tested with.
  for (const [text, expected] of [
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ] as const)
    test(`FNV-1a of ${JSON.stringify(text)}`, () => assert.equal(fnv1a(ascii(text)), expected));

  for (const [text, expected] of [
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ] as const)
    test(`murmur2 of ${text}`, () => assert.equal(murmur2(ascii(text)), expected));

  test("murmur2 agrees with arithmetic on bigints at every length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => assert.equal(murmur2(bytes), slowMurmur2(bytes))),
    );
  });
});

/** The same definition in plain modular arithmetic. */
function slowMurmur2(bytes: Uint8Array): number {
  const word = (value: bigint): bigint => BigInt.asUintN(32, value);
  const m = 0x5bd1e995n;
  let h = word(0x9747b28cn ^ BigInt(bytes.length));
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    let k = 0n;
    for (let i = 3; i >= 0; i--) k = (k << 8n) | BigInt(bytes[at + i] ?? 0);
    k = word(k * m);
    k = word((k ^ (k >> 24n)) * m);
    h = word(h * m) ^ k;
  }
  if (at < bytes.length) {
    for (let i = bytes.length - 1; i >= at; i--) h ^= BigInt(bytes[i] ?? 0) << BigInt(8 * (i - at));
    h = word(h * m);
  }
  h = word((h ^ (h >> 13n)) * m);
  return Number(BigInt.asIntN(32, h ^ (h >> 15n)));
}
