/** Texts are sequences of UTF-16 units, as in JavaScript: lengths and positions count those; an emoji counts as two. */
import { ExpressionError } from "./expression-error.ts";
import { defineFamily } from "./define.ts";
import { MAX_TEXT_LENGTH, boundedText, checkTextLength } from "./limits.ts";
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

function mustLength(length: number | bigint): number {
  if (length > MAX_TEXT_LENGTH) checkTextLength(Number(length));
  return Number(length);
}
