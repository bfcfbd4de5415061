/** A value of a type, chosen by the names of its fields. The same seed, record and place give the same value. */
import { unreachable } from "../../../shared/assert.ts";
import { Decimal } from "../../../shared/records/decimal.ts";
import { printInstant } from "../../../shared/records/instants.ts";
import type { StructType, Type } from "../../../shared/records/types.ts";
import { makeStream, uniformAt } from "../../processors/random.ts";
import type { ReadFields } from "./expressions.ts";
import type { IdPools } from "./id-pools.ts";
import { idStemOf, singular, wordsOf } from "./names.ts";
import { numberFor } from "./numbers.ts";
import { wordFor } from "./words.ts";

export interface ValueContext {
  readonly seed: number;
  /** Of the record within its source. */
  readonly index: number;
  readonly timeMs: number;
  /** What the source is about: the owner of a field `id`. */
  readonly stem: string;
  readonly pools: IdPools;
  readonly read: ReadFields;
}

export interface Place {
  /** For randomness: every place has its own. */
  readonly path: string;
  readonly name: string;
  /** Noun that the field belongs to. */
  readonly owner: string;
}

/** One in so many nullable values is null. */
const NULL_SHARE = 0.1;
const COMPARED_SHARE = 0.6;
/** 1965-01-01, in days since 1970. */
const FIRST_BIRTH_DAY = -1826;
const TIME_WORDS = /^(?:at|time|timestamp|ts|date|datetime|created|updated|when|instant)$/;

export function valueOf(type: Type, place: Place, context: ValueContext): unknown {
  const { name } = place;
  switch (type.kind) {
    case "null":
      return null;
    case "nullable":
      return idOf(place, context) === null && at(place, context, "null") < NULL_SHARE
        ? null
        : valueOf(type.of, place, context);
    case "boolean":
      return at(place, context) < (/^(?:active|enabled|valid|ok|success)$/i.test(name) ? 0.85 : 0.4);
    case "int":
      return wholeOf(place, context);
    case "number":
      return isTime(name)
        ? context.timeMs
        : (idOf(place, context) ?? numberFor(wordsOf(name), at(place, context), false).value);
    case "decimal":
      return decimalOf(place, context);
    case "string":
      return stringOf(place, context);
    case "bytes":
      return Buffer.from(stringOf(place, context));
    case "instant":
      return isBirth(name) ? birthOf(place, context) : context.timeMs;
    case "duration":
      return 1000 * (1 + Math.floor(at(place, context) * 60));
    case "array":
      return arrayOf(type.element, place, context);
    case "map":
      return recordOf(
        ["a", "b"].map((key) => [key, valueOf(type.value, { ...place, path: `${place.path}.${key}` }, context)]),
      );
    case "struct":
      return structOf(type, place, context);
    case "any":
      return anyOf(place, context);
    default:
      return unreachable(type);
  }
}

export function at({ path }: Place, { seed, index }: ValueContext, part = ""): number {
  return uniformAt(makeStream(seed, `${path}/${part}`), index);
}

function isBirth(name: string): boolean {
  return /^(?:birth|born|dob|birthday|birthdate)$/.test(
    wordsOf(name).find((word) => word.startsWith("b") || word === "dob") ?? "",
  );
}

/** At midnight of some day of fifty years. */
function birthOf(place: Place, context: ValueContext): number {
  return (FIRST_BIRTH_DAY + Math.floor(at(place, context, "birth") * 50 * 365)) * 86_400_000;
}

function isTime(name: string): boolean {
  return TIME_WORDS.test(wordsOf(name).at(-1) ?? "");
}

/** The number of an id; null where the field holds none. */
function idOf(place: Place, context: ValueContext): number | null {
  const stem = idStemOf(place.name, place.owner, context.pools.stems);
  if (stem === null) return null;
  return context.pools.numberOf(stem, {
    own: stem === context.stem && place.owner === context.stem,
    index: context.index,
    uniform: at(place, context, "id"),
  });
}

function wholeOf(place: Place, context: ValueContext): number {
  if (isTime(place.name)) return context.timeMs;
  return idOf(place, context) ?? numberFor(wordsOf(place.name), at(place, context), true).value;
}

function decimalOf(place: Place, context: ValueContext): Decimal {
  const { value, digits } = numberFor(wordsOf(place.name), at(place, context), false);
  return Decimal.of(Math.round(value * 10 ** digits), digits);
}

function stringOf(place: Place, context: ValueContext): string {
  const stem = idStemOf(place.name, place.owner, context.pools.stems);
  if (stem !== null) return `${stem}-${idOf(place, context) ?? 1}`;
  if (isBirth(place.name)) return printInstant(birthOf(place, context)).slice(0, 10);
  if (isTime(place.name)) return printInstant(context.timeMs);
  const compared = comparedOf(place, context);
  if (compared !== null) return compared;
  const words = wordsOf(place.name);
  const word = wordFor(words, (part) => at(place, context, part));
  if (word !== null) return word;
  const number = numberFor(words, at(place, context), false);
  // A number kept as text keeps its two digits.
  if (number.digits === 2 && /^(?:amount|price|total|cost|balance)$/.test(words.at(-1) ?? ""))
    return number.value.toFixed(2);
  if (place.name === "") return wordFor(["sentence"], (part) => at(place, context, part)) ?? place.owner;
  return `${place.name} ${1 + Math.floor(at(place, context) * 9)}`;
}

/** More often than not a text that the pipeline asks for. */
function comparedOf(place: Place, context: ValueContext): string | null {
  const texts = context.read.compared.get(place.name) ?? [];
  const uniform = at(place, context, "compared");
  return uniform < COMPARED_SHARE ? (texts[Math.floor((uniform / COMPARED_SHARE) * texts.length)] ?? null) : null;
}

function arrayOf(element: Type, place: Place, context: ValueContext): unknown[] {
  const length = Math.floor(at(place, context, "length") * 3.4);
  const one = singular(wordsOf(place.name).at(-1) ?? place.name);
  return Array.from({ length }, (_, k) =>
    valueOf(element, { path: `${place.path}.${k}`, name: one, owner: one }, context),
  );
}

function structOf(type: StructType, place: Place, context: ValueContext): object {
  const owner = place.name === "" ? place.owner : singular(wordsOf(place.name).at(-1) ?? place.name);
  return recordOf(
    type.fields.flatMap((field): [string, unknown][] => {
      const inner = { path: `${place.path}.${field.name}`, name: field.name, owner };
      if (field.optional === true && at(inner, context, "absent") < NULL_SHARE) return [];
      return [[field.name, valueOf(field.type, inner, context)]];
    }),
  );
}

function anyOf(place: Place, context: ValueContext): unknown {
  if (place.name !== "") return guessed(place, context);
  const fields = ["id", "name", "amount", "status", "at"];
  return recordOf(
    fields.map((name) => [name, guessed({ path: `${place.path}.${name}`, name, owner: place.owner }, context)]),
  );
}

/** Of a field that nothing is declared about. */
export function guessed(place: Place, context: ValueContext): unknown {
  const words = wordsOf(place.name);
  const isText = context.read.compared.has(place.name) || isBirth(place.name) || isTime(place.name);
  if (isText || idOf(place, context) !== null || wordFor(words, () => 0) !== null) return stringOf(place, context);
  return numberFor(words, at(place, context), false).value;
}

export function recordOf(entries: Iterable<readonly [string, unknown]>): object {
  const record: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
}
