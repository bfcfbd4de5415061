/** Hides personal data in texts. What is kept stays readable; what is hidden cannot be found from the result (mask.token: without the key). */
import { encodeHex } from "../../records/base64.ts";
import { encodeUtf8 } from "../../records/utf8.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";
import { hmac } from "./hashing/hmac.ts";
import { sha256 } from "./hashing/sha256.ts";
import { checkTextLength } from "./limits.ts";

type Count = number | bigint;
const SIGN = "What hides a character; * unless given.";

export const maskFunctions = defineFamily("mask", [
  {
    name: "mask.all",
    summary: "The text with every character hidden; its length stays visible.",
    signature: "(text: string, sign?: string) => string",
    parameters: { sign: SIGN },
    call: (text: string, sign = "*") => hide(text.length, sign),
    examples: [["mask.all('secret')", "******"]],
  },
  {
    name: "mask.redact",
    summary: "A fixed text instead of the value, whatever it is.",
    signature: "(text: string, replacement?: string) => string",
    parameters: { replacement: '"[redacted]" unless given.' },
    call: (_text: string, replacement = "[redacted]") => replacement,
    examples: [["mask.redact('secret')", "[redacted]"]],
  },
  {
    name: "mask.keepFirst",
    summary: "The text with all but its first `count` units hidden.",
    signature: "(text: string, count: int, sign?: string) => string",
    parameters: { sign: SIGN },
    call: (text: string, count: Count, sign = "*") => partial(text, Number(count), 0, sign),
    examples: [["mask.keepFirst('DE89370400', 4)", "DE89******"]],
  },
  {
    name: "mask.keepLast",
    summary: "The text with all but its last `count` units hidden.",
    signature: "(text: string, count: int, sign?: string) => string",
    parameters: { sign: SIGN },
    call: (text: string, count: Count, sign = "*") => partial(text, 0, Number(count), sign),
    examples: [["mask.keepLast('DE89370400', 4)", "******0400"]],
  },
  {
    name: "mask.partial",
    summary: "The text with its middle hidden; a text too short to have one is hidden altogether.",
    signature: "(text: string, first: int, last: int, sign?: string) => string",
    parameters: { first: "How many units at the start stay.", last: "How many units at the end stay.", sign: SIGN },
    call: (text: string, first: Count, last: Count, sign = "*") => partial(text, Number(first), Number(last), sign),
    examples: [
      ["mask.partial('abcdefgh', 2, 2)", "ab****gh"],
      ["mask.partial('abc', 2, 2)", "***"],
    ],
  },
  {
    name: "mask.email",
    summary: "An e-mail address with its name hidden but for the first letter; other text is hidden altogether.",
    signature: "(text: string) => string",
    call: (text: string) => {
      const at = text.lastIndexOf("@");
      return at < 1 ? hide(text.length, "*") : `${Array.from(text.slice(0, at))[0] ?? ""}***${text.slice(at)}`;
    },
    examples: [
      ["mask.email('ada.lovelace@example.org')", "a***@example.org"],
      ["mask.email('no address')", "**********"],
    ],
  },
  {
    name: "mask.card",
    summary: "A card number with all digits but the last four hidden; blanks and hyphens stay.",
    signature: "(text: string) => string",
    call: (text: string) => {
      let rest = text.match(/\d/g)?.length ?? 0;
      const keep = rest > 8 ? 4 : 0;
      return text.replace(/\d/g, (digit) => (rest-- > keep ? "*" : digit));
    },
    examples: [
      ["mask.card('4111 1111 1111 1234')", "**** **** **** 1234"],
      ["mask.card('12345')", "*****"],
    ],
  },
  {
    name: "mask.digits",
    summary: "The text with every digit hidden.",
    signature: "(text: string, sign?: string) => string",
    parameters: { sign: SIGN },
    call: (text: string, sign = "*") => {
      checkTextLength(text.length * Math.max(1, sign.length));
      return text.replace(/\p{Nd}/gu, () => sign);
    },
    examples: [["mask.digits('+49 30 1234', '#')", "+## ## ####"]],
  },
  {
    name: "mask.ip",
    summary:
      "An IP address without the part that identifies the host: IPv4 to 24 bits, IPv6 to 48; other text is hidden altogether.",
    signature: "(text: string) => string",
    call: maskIp,
    examples: [
      ["mask.ip('192.0.2.57')", "192.0.2.0"],
      ["mask.ip('2001:db8:1:2::7')", "2001:db8:1::"],
      ["mask.ip('unknown')", "*******"],
    ],
  },
  {
    name: "mask.token",
    summary:
      "A token of 32 hexadecimal digits that is the same for the same text and key, and cannot be turned back without the key.",
    signature: "(text: string, key: string) => string",
    parameters: { key: "At least 16 characters; keep it secret." },
    call: (text: string, key: string) => {
      if (key.length < 16)
        throw new ExpressionError(
          "REC_0005",
          `mask.token was given a key of ${key.length} characters.`,
          "Use 16 or more.",
        );
      return encodeHex(hmac(sha256, encodeUtf8(key), encodeUtf8(text))).slice(0, 32);
    },
    examples: [["mask.token('4111111111111234', '0123456789abcdef')", "38932932b19ff9aaf7aba75cc03ccbbc"]],
  },
]);

function hide(length: number, sign: string): string {
  checkTextLength(length * sign.length);
  return sign.repeat(Math.max(0, length));
}

function partial(text: string, first: number, last: number, sign: string): string {
  const head = Math.max(0, first);
  const tail = Math.max(0, last);
  if (head + tail >= text.length && text.length > 0) return hide(text.length, sign);
  return text.slice(0, head) + hide(text.length - head - tail, sign) + text.slice(text.length - tail);
}

function maskIp(text: string): string {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (v4 !== null && v4.slice(1).every((part) => Number(part) < 256)) return `${v4[1]}.${v4[2]}.${v4[3]}.0`;
  const groups = expandIpv6(text);
  if (groups === undefined) return hide(text.length, "*");
  const kept = groups.slice(0, 3).map((group) => group.toString(16));
  while (kept.at(-1) === "0") kept.pop();
  return `${kept.join(":")}::`;
}

/** The eight groups of an IPv6 address; undefined for anything else. */
function expandIpv6(text: string): number[] | undefined {
  if (!/^[0-9a-fA-F:]{2,39}$/.test(text) || text.split("::").length > 2) return undefined;
  const [head = "", tail] = text.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}
