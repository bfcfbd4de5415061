/** A field of generated records as a column: filled for a range of indices at a time. */
import { unreachable } from "../../shared/assert.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import { DECIMAL, INSTANT, INT, NUMBER, type Type } from "../../shared/records/types.ts";
import type { GeneratorField } from "../../shared/topology/processors.ts";
import { TOKEN, type Column, type JsonColumn } from "../vectors/column.ts";
import { rowValues } from "../vectors/rows.ts";
import { bitsAt, logOf, makeStream, normalOf, uniformAt, zipfOf } from "./random.ts";

/** Makes the column of the records `first` to `first + times.length - 1`; `times` are the records' own. */
export type ColumnMaker = (first: number, times: Float64Array) => Column;

type Field<Kind extends GeneratorField["kind"]> = Extract<GeneratorField, { kind: Kind }>;

export function makeColumnMaker(field: GeneratorField, seed: number, path = field.name): ColumnMaker {
  const stream = makeStream(seed, path);
  switch (field.kind) {
    case "sequence":
      return field.prefix === null ? sequence(field.start) : texts(field.prefix, (index) => field.start + index);
    case "int":
      return doubles(INT, intOf(field, stream));
    case "number":
      return doubles(NUMBER, numberOf(field, stream));
    case "decimal":
      return decimals(field, stream);
    case "boolean":
      return booleans(field.probability, stream);
    case "choice":
      return choice(field, stream);
    case "text":
      return texts(field.prefix, (index) => {
        const uniform = uniformAt(stream, index);
        return field.distribution === "zipf" ? zipfOf(uniform, field.count) : Math.floor(uniform * field.count);
      });
    case "uuid":
      return uuids(stream);
    case "time":
      return times(field.jitterMs, stream);
    case "struct": {
      const names = field.fields.map(({ name }) => name);
      const makers = field.fields.map((inner) => makeColumnMaker(inner, seed, `${path}.${inner.name}`));
      return (first, at) => ({
        kind: "struct",
        names,
        columns: makers.map((maker) => maker(first, at)),
        base: null,
        nulls: null,
      });
    }
    default:
      return unreachable(field);
  }
}

function doubles(type: Type, valueOf: (index: number) => number): ColumnMaker {
  return (first, at) => {
    const values = new Float64Array(at.length);
    for (let row = 0; row < at.length; row++) values[row] = valueOf(first + row);
    return { kind: "number", type, values, nulls: null };
  };
}

function sequence(start: number): ColumnMaker {
  return doubles(INT, (index) => start + index);
}

function intOf({ min, max, distribution }: Field<"int">, stream: number): (index: number) => number {
  const count = max - min + 1;
  if (distribution === "zipf") return (index) => min + zipfOf(uniformAt(stream, index), count);
  return (index) => min + Math.floor(uniformAt(stream, index) * count);
}

function numberOf({ min, max, distribution, digits }: Field<"number">, stream: number): (index: number) => number {
  const power = 10 ** digits;
  const round = (value: number): number => Math.round(value * power) / power;
  if (distribution === "log") return (index) => round(logOf(uniformAt(stream, index), min, max));
  const second = stream ^ 0x5bd1e995;
  if (distribution === "normal")
    return (index) => round(normalOf(uniformAt(stream, index), uniformAt(second, index), min, max));
  return (index) => round(min + uniformAt(stream, index) * (max - min));
}

function decimals({ min, max, digits }: Field<"decimal">, stream: number): ColumnMaker {
  const power = 10 ** digits;
  return (first, at) => {
    const values = rowValues<Decimal>(at.length);
    for (let row = 0; row < at.length; row++) {
      const scaled = Math.round((min + uniformAt(stream, first + row) * (max - min)) * power);
      values[row] = Decimal.of(scaled, digits);
    }
    return { kind: "value", type: DECIMAL, values };
  };
}

function booleans(probability: number, stream: number): ColumnMaker {
  return (first, at) => {
    const values = new Uint8Array(at.length);
    for (let row = 0; row < at.length; row++) values[row] = uniformAt(stream, first + row) < probability ? 1 : 0;
    return { kind: "boolean", values };
  };
}

function times(jitterMs: number, stream: number): ColumnMaker {
  return (first, at) => {
    const values = new Float64Array(at.length);
    for (let row = 0; row < at.length; row++)
      values[row] = at[row]! - Math.floor(uniformAt(stream, first + row) * (jitterMs + 1));
    return { kind: "number", type: INSTANT, values, nulls: null };
  };
}

/** The values are written once; every row is a slice of that. */
function choice({ values, weights }: Field<"choice">, stream: number): ColumnMaker {
  const written = values.map((value) => JSON.stringify(value) ?? "null");
  const buffer = Buffer.from(written.join(""));
  const lengths = written.map((text) => Buffer.byteLength(text));
  const from = lengths.map((_, k) => lengths.slice(0, k).reduce((a, b) => a + b, 0));
  const tokens = written.map(tokenOf);
  const pick = picker(values.length, weights);
  return (first, at) => {
    const column = emptyJson(buffer, at.length);
    for (let row = 0; row < at.length; row++) {
      const k = pick(uniformAt(stream, first + row));
      column.starts[row] = from[k]!;
      column.ends[row] = from[k]! + lengths[k]!;
      column.tokens[row] = tokens[k]!;
    }
    return column;
  };
}

function picker(count: number, weights: readonly number[] | null): (uniform: number) => number {
  if (weights === null) return (uniform) => Math.floor(uniform * count);
  const total = weights.reduce((a, b) => a + b, 0);
  let sum = 0;
  const bounds = weights.map((weight) => (sum += weight / total));
  return (uniform) => {
    let k = 0;
    while (k < count - 1 && uniform >= bounds[k]!) k++;
    return k;
  };
}

function tokenOf(written: string): number {
  if (written.startsWith('"')) return written.includes("\\") ? TOKEN.escapedText : TOKEN.text;
  return written === "true"
    ? TOKEN.true
    : written === "false"
      ? TOKEN.false
      : written === "null"
        ? TOKEN.null
        : TOKEN.number;
}

function emptyJson(buffer: Buffer, rows: number): JsonColumn {
  return {
    kind: "json",
    buffer,
    starts: new Int32Array(rows),
    ends: new Int32Array(rows),
    tokens: new Uint8Array(rows),
    fields: new Map(),
  };
}

/** `"<prefix><number>"`. */
function texts(prefix: string, numberOf: (index: number) => number): ColumnMaker {
  const head = Buffer.from(JSON.stringify(prefix).slice(0, -1));
  const token = tokenOf(JSON.stringify(prefix));
  return (first, at) => {
    const buffer = Buffer.allocUnsafe(at.length * (head.length + 18));
    const column = emptyJson(buffer, at.length);
    let p = 0;
    for (let row = 0; row < at.length; row++) {
      column.starts[row] = p;
      for (let k = 0; k < head.length; k++) buffer[p++] = head[k]!;
      p = writeDigits(buffer, p, numberOf(first + row));
      buffer[p++] = 0x22;
      column.ends[row] = p;
      column.tokens[row] = token;
    }
    return column;
  };
}

/** A safe integer. */
function writeDigits(buffer: Buffer, at: number, value: number): number {
  let p = at;
  let rest = value;
  if (rest < 0) {
    buffer[p++] = 0x2d;
    rest = -rest;
  }
  let count = 1;
  for (let bound = 10; bound <= rest; bound *= 10) count++;
  for (let k = p + count - 1; k >= p; k--) {
    const next = Math.floor(rest / 10);
    buffer[k] = 0x30 + rest - next * 10;
    rest = next;
  }
  return p + count;
}

const hex = Buffer.from("0123456789abcdef");

/** Version 4 in form (RFC 9562), though every bit of it follows from the seed. */
function uuids(stream: number): ColumnMaker {
  const streams = [1, 2, 3, 4].map((part) => makeStream(stream, `uuid${part}`));
  return (first, at) => {
    const buffer = Buffer.allocUnsafe(at.length * 38);
    const column = emptyJson(buffer, at.length);
    for (let row = 0; row < at.length; row++) {
      column.starts[row] = row * 38;
      column.ends[row] = row * 38 + 38;
      column.tokens[row] = TOKEN.text;
      writeUuid(buffer, row * 38, streams, first + row);
    }
    return column;
  };
}

function writeUuid(buffer: Buffer, at: number, streams: readonly number[], index: number): void {
  let p = at;
  buffer[p++] = 0x22;
  for (let word = 0; word < 4; word++) {
    let bits = bitsAt(streams[word]!, index);
    if (word === 1) bits = ((bits & 0xffff0fff) | 0x4000) >>> 0;
    else if (word === 2) bits = ((bits & 0x3fffffff) | 0x80000000) >>> 0;
    for (let digit = 0; digit < 8; digit++) {
      const place = word * 8 + digit;
      if (place === 8 || place === 12 || place === 16 || place === 20) buffer[p++] = 0x2d;
      buffer[p++] = hex[(bits >>> (28 - digit * 4)) & 15]!;
    }
  }
  buffer[p] = 0x22;
}
