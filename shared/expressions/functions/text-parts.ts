/** Parts of texts, and texts of parts; positions count UTF-16 units. */
import { defineFamily } from "./define.ts";
import { boundedList, checkTextLength } from "./limits.ts";

export const textPartFunctions = defineFamily("text", [
  {
    name: "text.slice",
    summary: "The part from `start` up to, not including, `end`; negative positions count from the end.",
    signature: "(text: string, start: int, end?: int) => string",
    call: (text: string, start: number | bigint, end?: number | bigint) =>
      text.slice(Number(start), end === undefined ? undefined : Number(end)),
    examples: [
      ["text.slice('pipeline', 0, 4)", "pipe"],
      ["text.slice('pipeline', -4)", "line"],
    ],
  },
  {
    name: "text.left",
    summary: "The first `count` units, or all there are.",
    signature: "(text: string, count: int) => string",
    call: (text: string, count: number | bigint) => text.slice(0, Math.max(0, Number(count))),
    examples: [["text.left('pipeline', 4)", "pipe"]],
  },
  {
    name: "text.right",
    summary: "The last `count` units, or all there are.",
    signature: "(text: string, count: int) => string",
    call: (text: string, count: number | bigint) => text.slice(Math.max(0, text.length - Math.max(0, Number(count)))),
    examples: [
      ["text.right('pipeline', 4)", "line"],
      ["text.right('ab', 4)", "ab"],
    ],
  },
  {
    name: "text.truncate",
    summary: "The text cut to at most `length` units, its end replaced by `ending` where something was cut.",
    signature: "(text: string, length: int, ending?: string) => string",
    parameters: { ending: 'What a cut text ends with; "…" unless given.' },
    call: (text: string, length: number | bigint, ending = "…") => {
      const limit = Math.max(0, Number(length));
      if (text.length <= limit) return text;
      const keep = Math.max(0, limit - ending.length);
      // A pair of surrogates is one character and stays whole.
      const code = text.charCodeAt(keep - 1);
      return text.slice(0, code >= 0xd800 && code < 0xdc00 ? keep - 1 : keep) + ending.slice(0, limit);
    },
    examples: [
      ["text.truncate('a long story', 7)", "a long…"],
      ["text.truncate('short', 7)", "short"],
    ],
  },
  {
    name: "text.before",
    summary: "What stands before the first `separator`; all of the text where there is none.",
    signature: "(text: string, separator: string) => string",
    call: (text: string, separator: string) => {
      const at = text.indexOf(separator);
      return at < 0 ? text : text.slice(0, at);
    },
    examples: [
      ["text.before('ada@example.org', '@')", "ada"],
      ["text.before('ada', '@')", "ada"],
    ],
  },
  {
    name: "text.after",
    summary: "What stands after the first `separator`; an empty text where there is none.",
    signature: "(text: string, separator: string) => string",
    call: (text: string, separator: string) => {
      const at = text.indexOf(separator);
      return at < 0 ? "" : text.slice(at + separator.length);
    },
    examples: [["text.after('ada@example.org', '@')", "example.org"]],
  },
  {
    name: "text.split",
    summary: "The parts between the separators; an empty separator splits into UTF-16 units.",
    signature: "(text: string, separator: string) => string[]",
    call: (text: string, separator: string) => boundedList(text.split(separator)),
    examples: [["text.split('a,b,,c', ',')", ["a", "b", "", "c"]]],
  },
  {
    name: "text.join",
    summary: "The texts of a list with a separator between them; nulls are left out.",
    signature: "(list: (string | null)[], separator?: string) => string",
    parameters: { separator: "A comma unless given." },
    call: (list: readonly (string | null)[], separator = ",") => {
      const texts = list.filter((item) => item !== null);
      const length = texts.reduce((sum, text) => sum + text.length + separator.length, -separator.length);
      checkTextLength(length);
      return texts.join(separator);
    },
    examples: [
      ["text.join(['a', 'b'], '-')", "a-b"],
      ["text.join(['a', null, 'b'])", "a,b"],
    ],
  },
  {
    name: "text.lines",
    summary: "The lines of the text, without their ends (LF, CRLF or CR).",
    signature: "(text: string) => string[]",
    call: (text: string) => boundedList(text.split(/\r\n|\n|\r/)),
    examples: [["text.lines('a\\nb')", ["a", "b"]]],
  },
  {
    name: "text.words",
    summary: "The parts of the text between blanks.",
    signature: "(text: string) => string[]",
    call: (text: string) => boundedList(text.split(/\s+/).filter((word) => word !== "")),
    examples: [["text.words(' to be  or ')", ["to", "be", "or"]]],
  },
]);
