import type { RE2JS } from "re2js";
import { STRING, makeNullable, makeStruct } from "../../records/types.ts";
import { defineFamily } from "./define.ts";
import type { CallSite } from "./library-function.ts";
import {
  checkGroup,
  extractAll,
  extractGroup,
  parseReplacement,
  mustPattern,
  replacePattern,
  splitPattern,
} from "./pattern.ts";

const PATTERN = "A regular expression in RE2's syntax; (?i) at its start ignores case.";

export const textPatternFunctions = defineFamily("text", [
  {
    name: "text.matches",
    summary: "Whether the pattern matches anywhere in the text; write ^ and $ to match all of it.",
    signature: "(text: string, pattern: string) => boolean",
    constants: [1],
    parameters: { pattern: PATTERN },
    bind: ({ constants }) => {
      const pattern = mustPattern(constants[1]);
      return (text: string) => pattern.test(text);
    },
    examples: [
      ["text.matches('order-42', '^[a-z]+-[0-9]+$')", true],
      ["text.matches('Order', '(?i)^order')", true],
    ],
  },
  {
    name: "text.extract",
    summary: "The first match of the pattern, or one group of it; null where there is none.",
    signature: "(text: string, pattern: string, group?: int) => string | null",
    constants: [1],
    parameters: { pattern: PATTERN, group: "0, the whole match, unless given." },
    bind: (site) => overGroup(site, extractGroup),
    examples: [
      ["text.extract('order-42', '[0-9]+')", "42"],
      ["text.extract('k=v', '(\\\\w)=(\\\\w)', 2)", "v"],
      ["text.extract('none', '[0-9]+')", null],
    ],
  },
  {
    name: "text.extractAll",
    summary: "All matches of the pattern, or one group of each.",
    signature: "(text: string, pattern: string, group?: int) => (string | null)[]",
    constants: [1],
    parameters: { pattern: PATTERN, group: "0, the whole match, unless given." },
    bind: (site) => overGroup(site, extractAll),
    examples: [["text.extractAll('a1b22', '[0-9]+')", ["1", "22"]]],
  },
  {
    name: "text.capture",
    summary: "The named groups of the first match as an object; null where there is no match.",
    signature: "(text: string, pattern: string) => any",
    constants: [1],
    parameters: { pattern: `${PATTERN} Groups are named (?P<name>…).` },
    refine: ({ constants }) => {
      const names = Object.keys(mustPattern(constants[1]).namedGroups());
      return makeNullable(makeStruct(names.map((name) => ({ name, type: makeNullable(STRING) }))));
    },
    bind: ({ constants }) => {
      const pattern = mustPattern(constants[1]);
      const names = Object.keys(pattern.namedGroups());
      return (text: string) => {
        const matcher = pattern.matcher(text);
        if (!matcher.find()) return null;
        const captured: Record<string, string | null> = Object.create(null);
        for (const name of names) captured[name] = matcher.group(name);
        return captured;
      };
    },
    examples: [["text.capture('GET /orders', '(?P<method>[A-Z]+) (?P<path>.+)')", { method: "GET", path: "/orders" }]],
  },
  {
    name: "text.replacePattern",
    summary: "The text with every match of the pattern replaced.",
    signature: "(text: string, pattern: string, replacement: string) => string",
    constants: [1],
    parameters: { pattern: PATTERN, replacement: "$1 is the first group, $& the match, $$ a dollar sign." },
    bind: ({ constants }) => {
      const pattern = mustPattern(constants[1]);
      const fixed = typeof constants[2] === "string" ? parseReplacement(constants[2], pattern) : undefined;
      return (text: string, _source: string, replacement: string) =>
        replacePattern(pattern, text, fixed ?? parseReplacement(replacement, pattern));
    },
    examples: [
      ["text.replacePattern('2024-02-29', '(\\\\d+)-(\\\\d+)-(\\\\d+)', '$3.$2.$1')", "29.02.2024"],
      ["text.replacePattern('a  b', ' +', ' ')", "a b"],
    ],
  },
  {
    name: "text.splitPattern",
    summary: "The parts between the matches of the pattern.",
    signature: "(text: string, pattern: string) => string[]",
    constants: [1],
    parameters: { pattern: PATTERN },
    bind: ({ constants }) => {
      const pattern = mustPattern(constants[1]);
      return (text: string) => splitPattern(pattern, text);
    },
    examples: [["text.splitPattern('a, b;c', '[,;] *')", ["a", "b", "c"]]],
  },
]);

/** The patterns' groups; a literal group is checked before the run. */
function overGroup<T>({ constants }: CallSite, extract: (pattern: RE2JS, text: string, group: number) => T) {
  const pattern = mustPattern(constants[1]);
  if (constants[2] !== undefined) checkGroup(pattern, Number(constants[2]));
  return (text: string, _source: string, group: number | bigint = 0): T => {
    checkGroup(pattern, Number(group));
    return extract(pattern, text, Number(group));
  };
}
