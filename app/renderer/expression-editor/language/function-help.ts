/** Help of a function as Markdown, from its definition; shared by completion, hover, signature help and the reference. */
import type { LibraryFunction } from "../../../../shared/expressions/functions/library-function.ts";
import { library } from "../../../../shared/expressions/functions/library.ts";
import { Decimal } from "../../../../shared/records/decimal.ts";
import { writeJsonText } from "../../../../shared/records/json-text.ts";
import { aggregateFunctions } from "../../../../shared/operators/windows/aggregate-functions.ts";

export function functionHelp(fn: LibraryFunction): string {
  const parameters = Object.entries(fn.parameters).map(([name, text]) => `- \`${name}\`: ${text}`);
  const [example] = fn.examples;
  const shown = example === undefined ? [] : ["```weir", `${example.src}  // ${showExample(example.value)}`, "```"];
  return [fn.summary, ...(parameters.length > 0 ? ["", ...parameters] : []), "", ...shown].join("\n").trim();
}

/** Of a library or an aggregate function. */
export function helpOfName(
  name: string,
): { readonly signatures: readonly string[]; readonly text: string } | undefined {
  const fn = library.get(name);
  if (fn !== undefined)
    return { signatures: fn.signatures.map(({ text }) => `${fn.name}${text}`), text: functionHelp(fn) };
  const aggregate = aggregateFunctions.find((candidate) => candidate.name === name);
  return aggregate === undefined ? undefined : { signatures: [aggregate.form], text: aggregate.summary };
}

export function showExample(value: unknown): string {
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  try {
    return writeJsonText(value);
  } catch {
    // A value that JSON has no form for, such as NaN.
    return String(value);
  }
}

const roots: Readonly<Record<string, string>> = {
  value: "The value of the record.",
  key: "The key of the record; of an aggregate, its group.",
  timestamp: "When the event happened.",
  headers: "The headers of the record, by name.",
  topic: "The topic that the record was read from.",
  partition: "The partition that the record was read from.",
  offset: "The place of the record in its partition.",
  left: "The value of the left record.",
  right: "The value of the right record.",
  item: "The item of the list.",
  index: "The place of the item, from 0.",
  window: "The window: its start and its end.",
};

export function rootHelp(name: string): string {
  return roots[name] ?? "";
}
