/**
 * One column of a batch. A leaf that nobody touched stays a slice of the bytes it arrived in and is copied through; what is computed is a
 * typed array. Conversions between representations (numbers of JSON slices, texts, bytes of anything) are made once per batch and column,
 * over the live rows, by the functions beside this file.
 */
import type { Type } from "../../shared/records/types.ts";

export type Column =
  | JsonColumn
  | TextColumn
  | BytesColumn
  | NumberColumn
  | BooleanColumn
  | ValueColumn
  | StructColumn
  | ConstantColumn;

/** JSON text in place, strings with their quotes. `ends` are exclusive; token tells what is there, so that most readers never look at the bytes again. */
export interface JsonColumn {
  readonly kind: "json";
  readonly buffer: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly tokens: Uint8Array;
  /** Fields that the scan of this column has located, by name; others are found on demand. */
  readonly fields: Map<string, JsonColumn>;
  /** Rows whose object has a located name more than once; none where it is left out. */
  readonly repeated?: Set<number>;
}

/** Values of JsonColumn.tokens. */
export const TOKEN = {
  missing: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  text: 5,
  escapedText: 6,
  array: 7,
  object: 8,
  /** Bytes that nobody has looked at yet; whoever reads them checks them. */
  raw: 9,
  /** A field of bytes that turned out not to be JSON. Reading it fails. */
  malformed: 10,
  /** A field of something that is no object. Reading it fails. */
  astray: 11,
} as const;

/** UTF-8 text that is not quoted (string keys, delimited files). A length of -1 is null. */
export interface TextColumn {
  readonly kind: "text";
  readonly buffer: Buffer;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
}

export interface BytesColumn {
  readonly kind: "bytes";
  readonly buffer: Buffer;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
}

/** Doubles: number, instant, duration, and int while every value is a safe integer. `nulls[row]` is 1 where the row is null. */
export interface NumberColumn {
  readonly kind: "number";
  readonly type: Type;
  readonly values: Float64Array;
  readonly nulls: Uint8Array | null;
}

/** 0 false, 1 true, 2 null. */
export interface BooleanColumn {
  readonly kind: "boolean";
  readonly values: Uint8Array;
}

/** Any values, in the representation that shared/records/types.ts gives for `type`. */
export interface ValueColumn {
  readonly kind: "value";
  readonly type: Type;
  readonly values: readonly unknown[];
}

/** An object of columns. With `base`, the members of that JSON object which are neither dropped nor named here stand first, untouched. */
export interface StructColumn {
  readonly kind: "struct";
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  readonly base: { readonly column: JsonColumn; readonly drop: ReadonlySet<string> } | null;
  /** 1 where the whole object is null; the columns of the fields say nothing about such rows. */
  readonly nulls: Uint8Array | null;
}

/** The same value in every row. */
export interface ConstantColumn {
  readonly kind: "constant";
  readonly type: Type;
  readonly value: unknown;
}
