import { decodeBase64, decodeHex, encodeBase64, encodeHex } from "../../records/base64.ts";
import { encodeUtf8, tryDecodeUtf8, utf8Length } from "../../records/utf8.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import { checkTextLength } from "./limits.ts";

export const bytesFunctions = defineFamily("bytes", [
  {
    name: "bytes.fromText",
    summary: "The text in UTF-8.",
    signature: "(text: string) => bytes",
    call: (text: string) => encodeUtf8(text),
    examples: [["bytes.fromText('é')", Uint8Array.of(0xc3, 0xa9)]],
  },
  {
    name: "bytes.toText",
    summary: "The text that the bytes are in UTF-8; an error where they are none.",
    signature: "(bytes: bytes) => string",
    call: (bytes: Uint8Array) => {
      checkTextLength(bytes.length);
      return (
        tryDecodeUtf8(bytes) ?? fail("The bytes are not valid UTF-8.", "Keep them as bytes, or use bytes.toBase64.")
      );
    },
    examples: [["bytes.toText(bytes.fromText('é'))", "é"]],
  },
  {
    name: "bytes.toBase64",
    summary: "The bytes as base64 text, padded.",
    signature: "(bytes: bytes) => string",
    call: (bytes: Uint8Array) => {
      checkTextLength(Math.ceil(bytes.length / 3) * 4);
      return encodeBase64(bytes);
    },
    examples: [["bytes.toBase64(bytes.fromText('weir'))", "d2Vpcg=="]],
  },
  {
    name: "bytes.fromBase64",
    summary: "The bytes of base64 text, standard or URL-safe, padded or not; an error where it is none.",
    signature: "(text: string) => bytes",
    call: (text: string) =>
      decodeBase64(text) ?? fail("The text is not base64.", "It has letters, digits, + and / (or - and _)."),
    examples: [["bytes.toText(bytes.fromBase64('d2Vpcg'))", "weir"]],
  },
  {
    name: "bytes.toHex",
    summary: "The bytes as hexadecimal text in lower case.",
    signature: "(bytes: bytes) => string",
    call: (bytes: Uint8Array) => {
      checkTextLength(bytes.length * 2);
      return encodeHex(bytes);
    },
    examples: [["bytes.toHex(bytes.fromText('weir'))", "77656972"]],
  },
  {
    name: "bytes.fromHex",
    summary: "The bytes of hexadecimal text in either case; an error where it is none.",
    signature: "(text: string) => bytes",
    call: (text: string) =>
      decodeHex(text) ?? fail("The text is not hexadecimal.", "It has pairs of digits and a to f."),
    examples: [["bytes.toText(bytes.fromHex('77656972'))", "weir"]],
  },
  {
    name: "bytes.size",
    summary: "The number of bytes, or of the bytes of a text in UTF-8.",
    signature: ["(data: bytes) => int", "(data: string) => int"],
    call: (data: Uint8Array | string) => (typeof data === "string" ? utf8Length(data) : data.length),
    examples: [["bytes.size('é')", 2]],
  },
  {
    name: "bytes.slice",
    summary: "The bytes from `start` up to, not including, `end`; negative positions count from the end.",
    signature: "(bytes: bytes, start: int, end?: int) => bytes",
    call: (bytes: Uint8Array, start: number | bigint, end?: number | bigint) =>
      bytes.slice(Number(start), end === undefined ? undefined : Number(end)),
    examples: [["bytes.toText(bytes.slice(bytes.fromText('weir'), 1, 3))", "ei"]],
  },
]);

function fail(message: string, hint: string): never {
  throw new ExpressionError("REC_0007", message, hint);
}
