import { STRING, makeNullable, makeStruct } from "../../records/types.ts";
import { defineFamily } from "./define.ts";
import {
  checkGroup,
  checkReplacement,
  compilePattern,
  extractAll,
  extractGroup,
  parseReplacement,
  patternOf,
  replacePattern,
  splitPattern,
} from "./pattern.ts";

const PATTERN = "A regular expression in RE2's syntax; (?i) at its start ignores case.";

export const textPatternFunctions = defineFamily("text", [
  {
    name: "text.matches",
    summary: "Whether the pattern matches anywhere in the text; write ^ and $ to match all of it.",
    signature: "(text: string, pattern: string) => boolean",
    parameters: { pattern: PATTERN },
    bind: ({ constants }) => {
      const pattern = patternOf(constants[1]);
      return (text: string, source: string) => pattern(source).test(text);
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
    parameters: { pattern: PATTERN, group: "0, the whole match, unless given." },
    bind: ({ constants }) => {
      const pattern = patternOf(constants[1]);
      if (typeof constants[1] === "string" && typeof constants[2] === "number")
        checkGroup(compilePattern(constants[1]), constants[2]);
      return (text: string, source: string, group: number | bigint = 0) =>
        extractGroup(pattern(source), text, Number(group));
    },
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
    parameters: { pattern: PATTERN, group: "0, the whole match, unless given." },
    bind: ({ constants }) => {
      const pattern = patternOf(constants[1]);
      if (typeof constants[1] === "string" && typeof constants[2] === "number")
        checkGroup(compilePattern(constants[1]), constants[2]);
      return (text: string, source: string, group: number | bigint = 0) =>
        extractAll(pattern(source), text, Number(group));
    },
    examples: [["text.extractAll('a1b22', '[0-9]+')", ["1", "22"]]],
  },
  {
    name: "text.capture",
    summary: "The named groups of the first match as an object; null where there is no match.",
    signature: "(text: string, pattern: string) => any",
    constants: [1],
    parameters: { pattern: `${PATTERN} Groups are named (?P<name>…).` },
    refine: ({ constants }) => {
      const names = Object.keys(compilePattern(String(constants[1])).namedGroups());
      return makeNullable(makeStruct(names.map((name) => ({ name, type: makeNullable(STRING) }))));
    },
    bind: ({ constants }) => {
      const pattern = compilePattern(String(constants[1]));
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
    parameters: { pattern: PATTERN, replacement: "$1 is the first group, $& the match, $$ a dollar sign." },
    bind: ({ constants }) => {
      const pattern = patternOf(constants[1]);
      const fixed = typeof constants[2] === "string" ? parseReplacement(constants[2]) : undefined;
      if (typeof constants[1] === "string" && fixed !== undefined)
        checkReplacement(compilePattern(constants[1]), fixed);
      return (text: string, source: string, replacement: string) => {
        const compiled = pattern(source);
        const parts = fixed ?? parseReplacement(replacement);
        if (fixed === undefined) checkReplacement(compiled, parts);
        return replacePattern(compiled, text, parts);
      };
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
    parameters: { pattern: PATTERN },
    bind: ({ constants }) => {
      const pattern = patternOf(constants[1]);
      return (text: string, source: string) => splitPattern(pattern(source), text);
    },
    examples: [["text.splitPattern('a, b;c', '[,;] *')", ["a", "b", "c"]]],
  },
]);
