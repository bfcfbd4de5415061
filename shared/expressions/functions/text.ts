/** Texts are sequences of UTF-16 units, as in JavaScript: lengths and positions count those; an emoji counts as two. */
import { ExpressionError } from "./expression-error.ts";
import { defineFamily } from "./define.ts";
import { MAX_TEXT_LENGTH, boundedList, boundedText, checkTextLength } from "./limits.ts";
import { camelCase, levenshtein, separatedCase, titleCase } from "./text-algorithms.ts";

export const textFunctions = defineFamily("text", [
  {
    name: "text.upper",
    summary: "The text in upper case, the same in every locale.",
    signature: "(text: string) => string",
    call: (text: string) => text.toUpperCase(),
    examples: [["text.upper('Straße')", "STRASSE"]],
  },
  {
    name: "text.lower",
    summary: "The text in lower case, the same in every locale.",
    signature: "(text: string) => string",
    call: (text: string) => text.toLowerCase(),
    examples: [["text.lower('ÀB')", "àb"]],
  },
  {
    name: "text.capitalize",
    summary: "The text with its first letter in upper case.",
    signature: "(text: string) => string",
    call: (text: string) => {
      const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
      return text === "" ? "" : first.toUpperCase() + text.slice(first.length);
    },
    examples: [["text.capitalize('order placed')", "Order placed"]],
  },
  {
    name: "text.titleCase",
    summary: "The text with the first letter of each word in upper case and the others in lower case.",
    signature: "(text: string) => string",
    call: titleCase,
    examples: [["text.titleCase('ADA lovelace')", "Ada Lovelace"]],
  },
  {
    name: "text.snakeCase",
    summary: "The words of an identifier in lower case, joined by underscores.",
    signature: "(text: string) => string",
    call: (text: string) => separatedCase(text, "_"),
    examples: [["text.snakeCase('orderLineID')", "order_line_id"]],
  },
  {
    name: "text.kebabCase",
    summary: "The words of an identifier in lower case, joined by hyphens.",
    signature: "(text: string) => string",
    call: (text: string) => separatedCase(text, "-"),
    examples: [["text.kebabCase('OrderPlaced v2')", "order-placed-v2"]],
  },
  {
    name: "text.camelCase",
    summary: "The words of an identifier joined, each but the first with a capital.",
    signature: "(text: string) => string",
    call: camelCase,
    examples: [["text.camelCase('order_line-id')", "orderLineId"]],
  },
  {
    name: "text.trim",
    summary: "The text without blanks at both ends.",
    signature: "(text: string) => string",
    call: (text: string) => text.trim(),
    examples: [["text.trim('  a b ')", "a b"]],
  },
  {
    name: "text.trimStart",
    summary: "The text without blanks at its start.",
    signature: "(text: string) => string",
    call: (text: string) => text.trimStart(),
    examples: [["text.trimStart('  a ')", "a "]],
  },
  {
    name: "text.trimEnd",
    summary: "The text without blanks at its end.",
    signature: "(text: string) => string",
    call: (text: string) => text.trimEnd(),
    examples: [["text.trimEnd(' a  ')", " a"]],
  },
  {
    name: "text.length",
    summary: "The number of UTF-16 units of the text.",
    signature: "(text: string) => int",
    call: (text: string) => text.length,
    examples: [
      ["text.length('weir')", 4],
      ["text.length('😀')", 2],
    ],
  },
  {
    name: "text.isBlank",
    summary: "Whether the text has nothing but blanks, or nothing at all.",
    signature: "(text: string) => boolean",
    call: (text: string) => text.trim() === "",
    examples: [
      ["text.isBlank(' ')", true],
      ["text.isBlank('a')", false],
    ],
  },
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
  {
    name: "text.padStart",
    summary: "The text filled up at its start to `length` units.",
    signature: "(text: string, length: int, fill?: string) => string",
    parameters: { fill: "A blank unless given." },
    call: (text: string, length: number | bigint, fill = " ") => text.padStart(mustLength(length), fill),
    examples: [["text.padStart('7', 3, '0')", "007"]],
  },
  {
    name: "text.padEnd",
    summary: "The text filled up at its end to `length` units.",
    signature: "(text: string, length: int, fill?: string) => string",
    parameters: { fill: "A blank unless given." },
    call: (text: string, length: number | bigint, fill = " ") => text.padEnd(mustLength(length), fill),
    examples: [["text.padEnd('ab', 4, '.')", "ab.."]],
  },
  {
    name: "text.repeat",
    summary: "The text `count` times.",
    signature: "(text: string, count: int) => string",
    call: (text: string, count: number | bigint) => {
      if (count < 0) throw new ExpressionError("REC_0005", `A text cannot be repeated ${count} times.`);
      checkTextLength(text.length * Number(count));
      return text === "" ? "" : text.repeat(Number(count));
    },
    examples: [["text.repeat('ab', 3)", "ababab"]],
  },
  {
    name: "text.reverse",
    summary: "The characters (code points) of the text in reverse order.",
    signature: "(text: string) => string",
    call: (text: string) => Array.from(text).toReversed().join(""),
    examples: [["text.reverse('a😀b')", "b😀a"]],
  },
  {
    name: "text.normalize",
    summary: "The text in a Unicode normal form, so that equal-looking texts are equal.",
    signature: "(text: string, form?: string) => string",
    constants: [1],
    parameters: { form: '"NFC" (the default), "NFD", "NFKC" or "NFKD".' },
    bind: ({ constants }) => {
      const form = constants[1] ?? "NFC";
      if (form !== "NFC" && form !== "NFD" && form !== "NFKC" && form !== "NFKD")
        throw new ExpressionError(
          "REC_0005",
          `There is no normal form ${JSON.stringify(form)}.`,
          "Use NFC, NFD, NFKC or NFKD.",
        );
      return (text: string) => boundedText(text.normalize(form));
    },
    examples: [["text.length(text.normalize('e\\u0301'))", 1]],
  },
  {
    name: "text.removeAccents",
    summary: "The text with accented letters replaced by their base letters.",
    signature: "(text: string) => string",
    call: (text: string) =>
      text
        .normalize("NFD")
        .replace(/[\u0300-\u036f]/g, "")
        .normalize("NFC"),
    examples: [["text.removeAccents('Café Zoë')", "Cafe Zoe"]],
  },
  {
    name: "text.levenshtein",
    summary: "The number of single-unit edits that turn one text into the other; texts of at most 1,000 units.",
    signature: "(text: string, other: string) => int",
    call: levenshtein,
    examples: [["text.levenshtein('kitten', 'sitting')", 3]],
  },
]);

function countOccurrences(text: string, part: string): number {
  if (part === "") return 0;
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

function mustLength(length: number | bigint): number {
  if (length > MAX_TEXT_LENGTH) checkTextLength(Number(length));
  return Number(length);
}
