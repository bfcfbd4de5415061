/** Records of a source that nobody gave any for: plausible by the names and types that the source declares, the same for the same seed. */
import { toJson } from "../../../shared/records/coerce.ts";
import { writeJsonText } from "../../../shared/records/json-text.ts";
import type { SampleRecord } from "../../../shared/protocol/sample-record.ts";
import { withoutNull, type Type } from "../../../shared/records/types.ts";
import { makeStream, uniformAt } from "../../processors/random.ts";
import type { ReadFields } from "./expressions.ts";
import { IdPools } from "./id-pools.ts";
import { idStemOf } from "./names.ts";
import { at, guessed, recordOf, valueOf, type Place, type ValueContext } from "./value.ts";

export interface MadeUpSource {
  readonly stem: string;
  readonly isTable: boolean;
  readonly keyType: Type;
  readonly valueType: Type;
}

/** Time of the first record of every stream: 2026-01-01T00:00:00Z. */
export const MADE_UP_START_MS = 1_767_225_600_000;
const SPACING_MS = 4000;

/** What all sources of a pipeline have in common. */
export interface Surroundings {
  readonly pools: IdPools;
  readonly read: ReadFields;
}

export function madeUpRecords(source: MadeUpSource, count: number, seed: number, around: Surroundings): SampleRecord[] {
  return Array.from({ length: count }, (_, index) => madeUpRecord(source, index, seed, around));
}

function madeUpRecord(source: MadeUpSource, index: number, seed: number, around: Surroundings): SampleRecord {
  const { stem, keyType, valueType } = source;
  const place: Place = { path: stem, name: "", owner: stem };
  const timeMs = timeOf(source, index, seed);
  const context: ValueContext = { seed, index, timeMs, stem, ...around };
  const value = withoutNull(valueType).kind === "any" ? untyped(place, context) : present(valueType, place, context);
  const key = keyOf(source, value, context);
  return { timestampMs: timeMs, key: textOf(key, keyType), value: textOf(value, valueType) };
}

/** A table is there before the streams begin; what comes later are changes of it. */
function timeOf({ stem, isTable }: MadeUpSource, index: number, seed: number): number {
  const later = isTable ? index - IdPools.tableSize : index;
  if (later < 0) return MADE_UP_START_MS + later * 1000;
  const jitterMs = Math.floor(uniformAt(makeStream(seed, `${stem}/time`), index) * (SPACING_MS - 1000));
  return MADE_UP_START_MS + (isTable ? later * 5 : later) * SPACING_MS + jitterMs;
}

/** A record whose value is null is a tombstone: none are made up. */
function present(type: Type, place: Place, context: ValueContext): unknown {
  return valueOf(withoutNull(type), place, context);
}

/** An untyped value has the fields that the pipeline reads of its values, and some where it reads none. */
function untyped(place: Place, context: ValueContext): unknown {
  const { paths } = context.read;
  return paths.length === 0 ? valueOf({ kind: "any" }, place, context) : objectOf(paths, place, context);
}

function objectOf(paths: readonly (readonly string[])[], place: Place, context: ValueContext): object {
  const byName = Map.groupBy(paths, ([name = ""]) => name);
  return recordOf(
    [...byName].map(([name, under]) => {
      const inner = { path: `${place.path}.${name}`, name, owner: place.owner };
      const rest = under.map((steps) => steps.slice(1)).filter((steps) => steps.length > 0);
      return [
        name,
        rest.length === 0 ? guessed(inner, context) : objectOf(rest, { ...inner, owner: name }, context),
      ] as const;
    }),
  );
}

/** The id that the value has under its own name, what it refers to first, or the id that it would have. */
function keyOf({ stem, isTable, keyType }: MadeUpSource, value: unknown, context: ValueContext): unknown {
  const type = withoutNull(keyType);
  if (type.kind === "struct") return keyStruct(type.fields, value, context);
  const fields = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const ids = fields.filter(([name, id]) => fitsKey(id, type) && idStemOf(name, stem, context.pools.stems) !== null);
  const own = ids.find(([name]) => idStemOf(name, stem, context.pools.stems) === stem) ?? ids[0];
  if (own !== undefined) return own[1];
  if (keyType.kind === "null") return null;
  const place = { path: `${stem}.key`, name: "key", owner: stem };
  if (type.kind !== "any" && type.kind !== "string") return valueOf(type, place, context);
  // Records without an id of their own are about a few things again and again.
  const number = isTable ? context.index % IdPools.tableSize : Math.floor(at(place, context) * IdPools.tableSize);
  return `${stem}-${number + 1}`;
}

function keyStruct(
  fields: readonly { readonly name: string; readonly type: Type }[],
  value: unknown,
  context: ValueContext,
): object {
  return recordOf(
    fields.map(({ name, type }) => {
      const same =
        typeof value === "object" && value !== null
          ? Object.entries(value).find(([other]) => other === name)
          : undefined;
      return [
        name,
        same?.[1] ?? valueOf(withoutNull(type), { path: `key.${name}`, name, owner: context.stem }, context),
      ] as const;
    }),
  );
}

function fitsKey(id: unknown, type: Type): boolean {
  if (type.kind === "any") return typeof id === "string" || typeof id === "number";
  return type.kind === "string"
    ? typeof id === "string"
    : (type.kind === "int" || type.kind === "number") && typeof id === "number";
}

function textOf(value: unknown, type: Type): string | null {
  return value === null || value === undefined ? null : writeJsonText(toJson(value, type));
}
