/** Hashes of texts are those of their UTF-8 bytes; digests are lower-case hexadecimal text. */
import { decodeHex, encodeHex } from "../../records/base64.ts";
import { encodeUtf8 } from "../../records/utf8.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import { crc32, fnv1a, murmur2 } from "./hashing/checksums.ts";
import { hmac } from "./hashing/hmac.ts";
import { md5 } from "./hashing/md5.ts";
import { sha1 } from "./hashing/sha1.ts";
import { sha256 } from "./hashing/sha256.ts";
import { sha512 } from "./hashing/sha512.ts";

type Data = string | Uint8Array;

const OVER_DATA = ["(data: string) => string", "(data: bytes) => string"];
const TO_INT = ["(data: string) => int", "(data: bytes) => int"];

export const hashFunctions = defineFamily("hash", [
  {
    name: "hash.md5",
    summary: "The MD5 digest as 32 hexadecimal digits; for compatibility only, it is not safe against forgery.",
    signature: OVER_DATA,
    call: (data: Data) => encodeHex(md5(toBytes(data))),
    examples: [["hash.md5('abc')", "900150983cd24fb0d6963f7d28e17f72"]],
  },
  {
    name: "hash.sha1",
    summary: "The SHA-1 digest as 40 hexadecimal digits; for compatibility only, it is not safe against forgery.",
    signature: OVER_DATA,
    call: (data: Data) => encodeHex(sha1(toBytes(data))),
    examples: [["hash.sha1('abc')", "a9993e364706816aba3e25717850c26c9cd0d89d"]],
  },
  {
    name: "hash.sha256",
    summary: "The SHA-256 digest as 64 hexadecimal digits.",
    signature: OVER_DATA,
    call: (data: Data) => encodeHex(sha256(toBytes(data))),
    examples: [["hash.sha256('abc')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]],
  },
  {
    name: "hash.sha512",
    summary: "The SHA-512 digest as 128 hexadecimal digits.",
    signature: OVER_DATA,
    call: (data: Data) => encodeHex(sha512(toBytes(data))),
    examples: [["text.left(hash.sha512('abc'), 16)", "ddaf35a193617aba"]],
  },
  {
    name: "hash.hmacSha256",
    summary: "The HMAC with SHA-256 of the data under a key, as 64 hexadecimal digits.",
    signature: [
      "(data: string, key: string) => string",
      "(data: bytes, key: string) => string",
      "(data: string, key: bytes) => string",
      "(data: bytes, key: bytes) => string",
    ],
    call: (data: Data, key: Data) => encodeHex(hmac(sha256, toBytes(key), toBytes(data))),
    examples: [
      [
        "hash.hmacSha256('what do ya want for nothing?', 'Jefe')",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
      ],
    ],
  },
  {
    name: "hash.crc32",
    summary: "The CRC-32 checksum, as in zip files, from 0 to 4294967295.",
    signature: TO_INT,
    call: (data: Data) => crc32(toBytes(data)),
    examples: [["hash.crc32('123456789')", 3421780262]],
  },
  {
    name: "hash.fnv1a",
    summary: "The FNV-1a hash of 32 bits, from 0 to 4294967295.",
    signature: TO_INT,
    call: (data: Data) => fnv1a(toBytes(data)),
    examples: [["hash.fnv1a('a')", 3826002220]],
  },
  {
    name: "hash.murmur2",
    summary: "The MurmurHash2 of 32 bits, signed, as Kafka's clients compute it for keys.",
    signature: TO_INT,
    call: (data: Data) => murmur2(toBytes(data)),
    examples: [["hash.murmur2('21')", -973932308]],
  },
  {
    name: "hash.partition",
    summary: "The partition that Kafka's default partitioner chooses for a key among so many partitions.",
    signature: ["(key: string, partitions: int) => int", "(key: bytes, partitions: int) => int"],
    call: (key: Data, partitions: number | bigint) => {
      if (partitions < 1)
        throw new ExpressionError("REC_0005", `hash.partition was given ${partitions} partitions.`, "Use 1 or more.");
      return (murmur2(toBytes(key)) & 0x7fff_ffff) % Number(partitions);
    },
    examples: [["hash.partition('21', 10)", 0]],
  },
  {
    name: "hash.uuid",
    summary: "The name-based UUID (version 5) of a name in a namespace; the same name gives the same UUID.",
    signature: "(name: string, namespace?: string) => string",
    parameters: { namespace: "A UUID; that for DNS names unless given." },
    call: (name: string, namespace = "6ba7b810-9dad-11d1-80b4-00c04fd430c8") => uuidOfName(name, namespace),
    examples: [["hash.uuid('www.example.com')", "2ed6657d-e927-568b-95e1-2665a8aea6a2"]],
  },
]);

function toBytes(data: Data): Uint8Array {
  return typeof data === "string" ? encodeUtf8(data) : data;
}

/** RFC 9562 §5.5. */
function uuidOfName(name: string, namespace: string): string {
  const space = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(namespace)
    ? decodeHex(namespace.replaceAll("-", ""))
    : undefined;
  if (space === undefined)
    throw new ExpressionError(
      "REC_0007",
      `${JSON.stringify(namespace.slice(0, 50))} is not a UUID.`,
      "Give the namespace as a UUID.",
    );
  const text = encodeUtf8(name);
  const message = new Uint8Array(16 + text.length);
  message.set(space);
  message.set(text, 16);
  const digest = sha1(message).slice(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = encodeHex(digest);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
