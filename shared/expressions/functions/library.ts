/**
 * The function library: every function that an expression can call, by its full name. The contract of an entry, and how to use it,
 * is in library-function.ts; `resolveCall` and `bindCall` are in resolve-call.ts.
 */
import { bytesFunctions } from "./bytes.ts";
import { geoFunctions } from "./geo.ts";
import { hashFunctions } from "./hash.ts";
import { jsonFunctions } from "./json.ts";
import { maskFunctions } from "./mask.ts";
import { timeFunctions } from "./time.ts";
import { urlFunctions } from "./url.ts";
import { convertFunctions } from "./convert.ts";
import { decimalFunctions } from "./decimal.ts";
import { listTotalFunctions } from "./list-totals.ts";
import { listFunctions } from "./list.ts";
import { objectFunctions } from "./object.ts";
import { nullFunctions } from "./nulls.ts";
import { numberFunctions } from "./number.ts";
import { textPartFunctions } from "./text-parts.ts";
import { textSearchFunctions } from "./text-search.ts";
import { textPatternFunctions } from "./text-patterns.ts";
import { textFunctions } from "./text.ts";
import type { LibraryFunction } from "./library-function.ts";

const families: readonly (readonly LibraryFunction[])[] = [
  textFunctions,
  textPartFunctions,
  textSearchFunctions,
  textPatternFunctions,
  numberFunctions,
  decimalFunctions,
  listFunctions,
  listTotalFunctions,
  objectFunctions,
  bytesFunctions,
  geoFunctions,
  hashFunctions,
  jsonFunctions,
  maskFunctions,
  timeFunctions,
  urlFunctions,
  convertFunctions,
  nullFunctions,
];

export const library: ReadonlyMap<string, LibraryFunction> = new Map(
  families.flat().map((fn) => [fn.name, fn] as const),
);
