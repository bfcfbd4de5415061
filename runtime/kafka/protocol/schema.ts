import { must } from "../../../shared/assert.ts";
import type { ApiName } from "./messages.ts";
import { tables } from "./tables.ts";

export type Primitive =
  | "boolean"
  | "int8"
  | "int16"
  | "uint16"
  | "int32"
  | "int64"
  | "float64"
  | "string"
  | "uuid"
  | "bytes"
  | "records";

/** A field of a message over all versions of its API. */
export interface FieldSchema {
  readonly name: string;
  readonly type: Primitive | "struct";
  readonly isArray: boolean;
  readonly from: number;
  readonly to: number;
  /** The first version in which null is allowed; beyond `to` if it never is. */
  readonly nullableFrom: number;
  /** -1: not a tagged field. */
  readonly tag: number;
  /** For numbers and booleans; other types default to "", empty, the zero UUID, or null where it is allowed. */
  readonly defaultValue: number | bigint | boolean;
  readonly fields: readonly FieldSchema[];
}

/** An API: its key, the versions the tables know, and the first one with compact types and tagged fields. */
export interface ApiTable {
  readonly name: ApiName;
  readonly key: number;
  readonly min: number;
  readonly max: number;
  readonly flexibleFrom: number;
  readonly request: readonly FieldSchema[];
  readonly response: readonly FieldSchema[];
}

interface Line {
  readonly depth: number;
  readonly words: string[];
}

function parseDefault(text: string | undefined, type: string): number | bigint | boolean {
  if (type === "boolean") return text === "true";
  const value = Number(text ?? 0);
  return Number.isSafeInteger(value) ? value : BigInt(must(text));
}

function parseFields(lines: readonly Line[], start: number, depth: number, max: number): [FieldSchema[], number] {
  const fields: FieldSchema[] = [];
  let at = start;
  for (let line = lines[at]; line !== undefined && line.depth === depth; line = lines[at]) {
    const [name, kind, ...marks] = line.words;
    const mark = (sign: string): string | undefined => marks.find((word) => word.startsWith(sign))?.slice(1);
    const [from, to] = (mark("v") ?? "0-").split("-");
    const type = must(kind).replace("[]", "");
    const [inner, end] = parseFields(lines, at + 1, depth + 1, max);
    fields.push({
      name: must(name),
      type: type as FieldSchema["type"],
      isArray: kind !== type,
      from: Number(from),
      to: to === "" || to === undefined ? max : Number(to),
      nullableFrom: Number(mark("?") ?? max + 1),
      tag: Number(mark("#") ?? -1),
      defaultValue: parseDefault(mark("="), type),
      fields: inner,
    });
    at = end;
  }
  return [fields, at];
}

function parseTables(text: string): ApiTable[] {
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Line => ({ depth: (line.length - line.trimStart().length) / 2, words: line.trim().split(" ") }));
  const apis: ApiTable[] = [];
  for (let at = 0; at < lines.length;) {
    const [name, key, versions, , flexibleFrom] = must(lines[at]).words;
    const [min, max] = must(versions).slice(1).split("-").map(Number);
    const [request, middle] = parseFields(lines, at + 2, 2, must(max));
    const [response, end] = parseFields(lines, middle + 1, 2, must(max));
    apis.push({
      name: name as ApiName,
      key: Number(key),
      min: must(min),
      max: must(max),
      flexibleFrom: Number(flexibleFrom),
      request,
      response,
    });
    at = end;
  }
  return apis;
}

export const apis: readonly ApiTable[] = parseTables(tables);

const byName = new Map(apis.map((table) => [table.name, table]));
const byKey = new Map(apis.map((table) => [table.key, table]));

export function api(name: ApiName): ApiTable {
  return must(byName.get(name), name);
}

export function apiByKey(key: number): ApiTable | undefined {
  return byKey.get(key);
}
