/**
 * Writes `tables.ts` and `messages.ts` from a dump of Kafka's own schemas (one JSON object: api → key, min, max, versions → headers and
 * fields). Usage: `node runtime/kafka/protocol/generate-tables.ts <dump.json>`. The versions of a message are merged into one list of
 * fields with version ranges; the merged list is expanded again and compared with the dump, so a wrong merge cannot be written.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fieldDefaults, wantedApis } from "./generate-wanted.ts";

type DumpType = string | DumpField[] | { [key: string]: DumpType } | { tagged: Record<string, DumpField> };
interface DumpField {
  n: string;
  t: DumpType;
}
interface DumpVersion {
  requestHeader: number;
  responseHeader: number;
  request: DumpField[];
  response: DumpField[];
}
interface DumpApi {
  key: number;
  min: number;
  max: number;
  versions: Record<string, DumpVersion>;
}

/** A field in one version, or merged over versions. `kind` is a primitive, `struct`, `[]` before it for an array. */
interface Field {
  name: string;
  kind: string;
  from: number;
  to: number;
  nullableFrom: number;
  tag: number;
  fields: Field[];
}

const never = 1000;

function camel(name: string): string {
  return name.replaceAll(/_([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}

function readFields(fields: DumpField[], version: number): Field[] {
  return fields.flatMap((field) => {
    if (typeof field.t === "object" && "tagged" in field.t) {
      const tagged = field.t["tagged"] as unknown as Record<string, DumpField>;
      return Object.entries(tagged).map(([tag, inner]) => ({ ...readField(inner, version), tag: Number(tag) }));
    }
    return [readField(field, version)];
  });
}

function readField({ n, t }: DumpField, version: number): Field {
  const made = { name: camel(n), from: version, to: version, nullableFrom: never, tag: -1, fields: [] as Field[] };
  if (typeof t === "string") {
    const kind = t
      .replace(/^COMPACT_/u, "")
      .replace("NULLABLE_", "")
      .toLowerCase();
    return { ...made, kind, nullableFrom: t.includes("NULLABLE_") ? version : never };
  }
  if (Array.isArray(t)) return { ...made, kind: "struct", fields: readFields(t, version) };
  const [key, inner] = Object.entries(t)[0] as [string, DumpType];
  const nullableFrom = key.startsWith("nullable_") ? version : never;
  const element = readField({ n, t: inner }, version);
  return { ...element, nullableFrom, kind: key.endsWith("rray") ? `[]${element.kind}` : element.kind };
}

function mergeInto(merged: Field[], next: Field[]): void {
  let position = 0;
  for (const field of next) {
    const at = merged.findIndex(
      (known) => known.name === field.name && known.kind === field.kind && known.tag === field.tag,
    );
    const known = merged[at];
    if (known === undefined) {
      merged.splice(position++, 0, structuredClone(field));
      continue;
    }
    if (known.to !== field.from - 1) throw new Error(`${field.name}: versions with a hole`);
    known.to = field.to;
    if (known.nullableFrom === never) known.nullableFrom = field.nullableFrom;
    else if (field.nullableFrom === never) throw new Error(`${field.name}: null taken back`);
    mergeInto(known.fields, field.fields);
    position = at + 1;
  }
}

function expand(merged: Field[], version: number): Field[] {
  return merged
    .filter((field) => field.from <= version && version <= field.to)
    .map((field) => ({
      ...field,
      from: version,
      to: version,
      nullableFrom: field.nullableFrom <= version ? version : never,
      fields: expand(field.fields, version),
    }));
}

function mergeSide(name: string, api: DumpApi, side: "request" | "response"): Field[] {
  const merged: Field[] = [];
  for (let version = api.min; version <= api.max; version++) {
    mergeInto(merged, readFields(api.versions[version]![side], version));
  }
  const byTag = (fields: Field[]): Field[] =>
    fields.map((field) => ({ ...field, fields: byTag(field.fields) })).toSorted((a, b) => a.tag - b.tag);
  for (let version = api.min; version <= api.max; version++) {
    const got = JSON.stringify(byTag(expand(merged, version)));
    const want = JSON.stringify(byTag(readFields(api.versions[version]![side], version)));
    if (got !== want) throw new Error(`${name} ${side} v${version}: the merged table differs from the dump`);
  }
  return merged;
}

function flexibleFrom(name: string, api: DumpApi): number {
  let from = api.max + 1;
  while (from > api.min && api.versions[from - 1]!.requestHeader === 2) from--;
  for (let version = api.min; version <= api.max; version++) {
    const { requestHeader, responseHeader } = api.versions[version]!;
    const flexible = version >= from;
    const wantResponse = flexible && name !== "ApiVersions" ? 1 : 0;
    if (requestHeader !== (flexible ? 2 : 1) || responseHeader !== wantResponse) {
      throw new Error(`${name} v${version}: unexpected header versions ${requestHeader}, ${responseHeader}`);
    }
  }
  return from;
}

const usedDefaults = new Set<string>();

function defaultOf(path: string, field: Field): string | undefined {
  const parts = path.split(".");
  const keys = [path, `${parts[0]}.*.${field.name}`, `*.${field.name}`];
  const key = keys.find((candidate) => candidate in fieldDefaults);
  if (key === undefined || !/^(int|bool|float)/u.test(field.kind)) return undefined;
  usedDefaults.add(key);
  return fieldDefaults[key];
}

function lines(fields: Field[], path: string, depth: number, api: DumpApi): string[] {
  return fields.flatMap((field) => {
    const here = `${path}.${field.name}`;
    const words = [field.name, field.kind];
    if (field.from !== api.min || field.to !== api.max)
      words.push(`v${field.from}-${field.to === api.max ? "" : field.to}`);
    if (field.nullableFrom !== never) words.push(`?${field.nullableFrom}`);
    if (field.tag >= 0) words.push(`#${field.tag}`);
    const value = defaultOf(here, field);
    if (value !== undefined) words.push(`=${value}`);
    return ["  ".repeat(depth) + words.join(" "), ...lines(field.fields, here, depth + 1, api)];
  });
}

const scalarTypes: Record<string, string> = {
  boolean: "boolean",
  string: "string",
  uuid: "string",
  bytes: "Buffer",
  records: "Buffer",
};

function pascal(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}

/** Interfaces of a message, the message itself last. Fields of one name in two versions' types become one field of a union type. */
function interfaces(name: string, fields: Field[]): string[] {
  const out: string[] = [];
  const members = new Map<string, Set<string>>();
  for (const field of fields) {
    const base = field.kind.replace("[]", "");
    const inner = `${name}${pascal(field.name)}`;
    if (base === "struct") out.push(...interfaces(inner, field.fields));
    let type = base === "struct" ? inner : (scalarTypes[base] ?? "number");
    if (field.kind.startsWith("[]")) type += "[]";
    if (field.nullableFrom !== never || base === "records") type += " | null";
    members.set(field.name, (members.get(field.name) ?? new Set<string>()).add(type));
  }
  const body = [...members].map(([member, types]) => `  ${member}: ${[...types].join(" | ")};`);
  out.push(
    body.length === 0
      ? `export type ${name} = Record<never, never>;`
      : `export interface ${name} {\n${body.join("\n")}\n}`,
  );
  return out;
}

const dump = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Record<string, DumpApi>;
const text: string[] = [];
const types: string[] = [];
for (const name of wantedApis) {
  const api = dump[name];
  if (api === undefined) throw new Error(`no ${name} in the dump`);
  text.push(`${name} ${api.key} v${api.min}-${api.max} flexible ${flexibleFrom(name, api)}`);
  for (const side of ["request", "response"] as const) {
    const merged = mergeSide(name, api, side);
    text.push(`  ${side}`, ...lines(merged, `${name}.${side}`, 2, api));
    types.push(...interfaces(`${name}${pascal(side)}`, merged));
  }
}
const unused = Object.keys(fieldDefaults).filter((key) => !usedDefaults.has(key));
if (unused.length > 0) throw new Error(`defaults of no field: ${unused.join(", ")}`);

const map = (title: string, side: string): string =>
  `export interface ${title} {\n${wantedApis.map((name) => `  ${name}: ${name}${side};`).join("\n")}\n}`;
writeFileSync(
  new URL("tables.ts", import.meta.url),
  `/**
 * Kafka's requests and responses, generated by generate-tables.ts: do not edit. One line per field: name, type, then where they apply
 * \`vA-B\` the versions that have it (all if left out), \`?N\` null allowed from version N, \`#N\` a tagged field, \`=x\` the default.
 */
export const tables = \`
${text.join("\n")}
\`;
`,
);
writeFileSync(
  new URL("messages.ts", import.meta.url),
  `/**
 * Bodies of Kafka's messages as decoded, generated by generate-tables.ts: do not edit. A message has the fields of all its versions; those
 * that the version at hand lacks hold their default. UUIDs are base64url without padding. A 64-bit integer beyond 2^53 is a bigint at run time.
 */
${types.join("\n\n")}

${map("RequestBodies", "Request")}

${map("ResponseBodies", "Response")}

export type ApiName = keyof RequestBodies;
`,
);
