/**
 * The one way in which documents are laid out: two blanks, LF, objects and arrays on one line where they fit, final line end. Key order is
 * the caller's, who builds the value.
 */
import type { JsonNode } from "./json-node.ts";
import type { Json } from "./pipeline.ts";

/** A Map prints as an object, in its order; it may hold any key. */
export type Printable =
  | null
  | boolean
  | number
  | string
  | Verbatim
  | Expanded
  | ExpandedList
  | readonly Printable[]
  | ReadonlyMap<string, Printable>
  | { readonly [key: string]: Json };

/** JSON text that is printed as it is, such as a number with more digits than a double holds. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An object that always has one line per entry, because entries are added and removed and diffs should say so. */
export class Expanded {
  readonly entries: ReadonlyMap<string, Printable>;
  constructor(entries: Iterable<readonly [string, Printable]>) {
    this.entries = new Map(entries);
  }
}

/** A list that always has one line per item. */
export class ExpandedList {
  readonly items: readonly Printable[];
  constructor(items: readonly Printable[]) {
    this.items = items;
  }
}

export function printJson(value: Printable, width: number): string {
  return `${print(value, "", 0, width)}\n`;
}

/** As it was read, with every number as it was written. */
export function printable(node: JsonNode): Printable {
  switch (node.kind) {
    case "null":
      return null;
    case "number":
      return new Verbatim(node.text);
    case "array":
      return node.items.map(printable);
    case "object":
      return new Map([...node.members].map(([key, member]) => [key, printable(member.value)]));
    default:
      return node.value;
  }
}

/** `before` is how much of the first line is taken by a key and its indentation, `after` a comma at most. */
function print(value: Printable, indent: string, before: number, width: number): string {
  const line = inline(value, width - before - 1);
  if (line !== null) return line;
  const deeper = `${indent}  `;
  const list = value instanceof ExpandedList ? value.items : isList(value) ? value : null;
  if (list !== null) {
    if (list.length === 0) return "[]";
    const items = list.map((item) => deeper + print(item, deeper, deeper.length, width));
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const entries = entriesOf(value);
  if (entries === null) return scalar(value);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, item]) => {
    const head = `${deeper}${JSON.stringify(key)}: `;
    return head + print(item, deeper, head.length, width);
  });
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

/** On one line, or null where that takes more than `room` columns; stops measuring as soon as that is known. */
function inline(value: Printable, room: number): string | null {
  if (value instanceof Expanded || value instanceof ExpandedList) return null;
  const list = isList(value);
  const entries = list ? null : entriesOf(value);
  if (!list && entries === null) {
    const text = scalar(value);
    return text.length <= room ? text : null;
  }
  const parts: string[] = [];
  let left = room - (list ? 2 : 4);
  for (const [key, item] of list ? value.map((item) => ["", item] as const) : (entries ?? [])) {
    const head = list ? "" : `${JSON.stringify(key)}: `;
    const text = inline(item, left - head.length);
    if (text === null) return null;
    parts.push(head + text);
    left -= head.length + text.length + 2;
  }
  const body = parts.join(", ");
  const text = list ? `[${body}]` : body === "" ? "{}" : `{ ${body} }`;
  return text.length <= room ? text : null;
}

function isList(value: Printable): value is readonly Printable[] {
  return Array.isArray(value);
}

function entriesOf(value: Printable): (readonly [string, Printable])[] | null {
  if (value instanceof Map) return [...value];
  if (value instanceof Expanded) return [...value.entries];
  if (
    value === null ||
    typeof value !== "object" ||
    value instanceof Verbatim ||
    value instanceof ExpandedList ||
    isList(value)
  )
    return null;
  return Object.entries(value);
}

function scalar(value: Printable): string {
  if (value instanceof Verbatim) return value.text;
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}
