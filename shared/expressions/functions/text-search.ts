/** Finding and replacing literal texts; for patterns see text-patterns.ts. */
import { defineFamily } from "./define.ts";
import { boundedText, checkTextLength } from "./limits.ts";

export const textSearchFunctions = defineFamily("text", [
  {
    name: "text.contains",
    summary: "Whether `part` occurs in the text.",
    signature: "(text: string, part: string) => boolean",
    call: (text: string, part: string) => text.includes(part),
    examples: [["text.contains('pipeline', 'pel')", true]],
  },
  {
    name: "text.startsWith",
    summary: "Whether the text starts with `part`.",
    signature: "(text: string, part: string) => boolean",
    call: (text: string, part: string) => text.startsWith(part),
    examples: [["text.startsWith('pipeline', 'pipe')", true]],
  },
  {
    name: "text.endsWith",
    summary: "Whether the text ends with `part`.",
    signature: "(text: string, part: string) => boolean",
    call: (text: string, part: string) => text.endsWith(part),
    examples: [["text.endsWith('pipeline', 'pipe')", false]],
  },
  {
    name: "text.equalsIgnoreCase",
    summary: "Whether two texts are the same but for upper and lower case.",
    signature: "(text: string, other: string) => boolean",
    call: (text: string, other: string) =>
      text === other || text.toUpperCase().toLowerCase() === other.toUpperCase().toLowerCase(),
    examples: [["text.equalsIgnoreCase('Kafka', 'KAFKA')", true]],
  },
  {
    name: "text.indexOf",
    summary: "The position of the first `part` at or after `from`, or -1.",
    signature: "(text: string, part: string, from?: int) => int",
    call: (text: string, part: string, from: number | bigint = 0) => text.indexOf(part, Number(from)),
    examples: [
      ["text.indexOf('banana', 'na')", 2],
      ["text.indexOf('banana', 'x')", -1],
    ],
  },
  {
    name: "text.lastIndexOf",
    summary: "The position of the last `part`, or -1.",
    signature: "(text: string, part: string) => int",
    call: (text: string, part: string) => text.lastIndexOf(part),
    examples: [["text.lastIndexOf('banana', 'na')", 4]],
  },
  {
    name: "text.count",
    summary: "How often `part` occurs, without overlaps; 0 for an empty part.",
    signature: "(text: string, part: string) => int",
    call: countOccurrences,
    examples: [["text.count('banana', 'an')", 2]],
  },
  {
    name: "text.replace",
    summary: "The text with the first `part` replaced.",
    signature: "(text: string, part: string, replacement: string) => string",
    call: (text: string, part: string, replacement: string) => {
      const at = text.indexOf(part);
      return at < 0 ? text : boundedText(text.slice(0, at) + replacement + text.slice(at + part.length));
    },
    examples: [["text.replace('a-b-c', '-', '$&')", "a$&b-c"]],
  },
  {
    name: "text.replaceAll",
    summary: "The text with every `part` replaced; an empty part changes nothing.",
    signature: "(text: string, part: string, replacement: string) => string",
    call: (text: string, part: string, replacement: string) => {
      const count = countOccurrences(text, part);
      if (count === 0) return text;
      checkTextLength(text.length + count * (replacement.length - part.length));
      return text.split(part).join(replacement);
    },
    examples: [["text.replaceAll('a-b-c', '-', '+')", "a+b+c"]],
  },
  {
    name: "text.remove",
    summary: "The text without any occurrence of `part`.",
    signature: "(text: string, part: string) => string",
    call: (text: string, part: string) => (part === "" ? text : text.split(part).join("")),
    examples: [["text.remove('1 234 567', ' ')", "1234567"]],
  },
]);

function countOccurrences(text: string, part: string): number {
  if (part === "") return 0;
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}
