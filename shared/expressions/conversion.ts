/** What a `convert` node does at run time. */
import { coerce, Mismatch } from "../records/coerce.ts";
import { Decimal } from "../records/decimal.ts";
import { ANY, fieldType, makeNullable, withoutNull, type Field, type StructType, type Type } from "../records/types.ts";
import { exactNumber } from "./dynamic.ts";
import { ExpressionError } from "./functions/expression-error.ts";

export type Converter = (value: unknown) => unknown;

/** The conversion from one type to another that isConvertible (shared/records/assignable.ts) allows; undefined where the representation is the same already. */
export function makeConverter(from: Type, to: Type): Converter | undefined {
  if (to.kind === "any" || to.kind === "null") return undefined;
  if (from.kind === "any") return (value) => checkAny(value, to);
  if (from.kind === "null") return undefined;
  const step = makeStep(withoutNull(from), withoutNull(to));
  if (step === undefined) return undefined;
  return from.kind === "nullable" ? (value) => (value === null ? null : step(value)) : step;
}

function makeStep(from: Type, to: Type): Converter | undefined {
  if (from.kind === "int" && to.kind === "number") return (value) => exactNumber(value as number | bigint);
  if (from.kind === "int" && to.kind === "decimal") return (value) => Decimal.fromInt(value as number | bigint);
  if (from.kind === "array" && to.kind === "array") {
    const element = makeConverter(from.element, to.element);
    return element && ((value) => (value as unknown[]).map(element));
  }
  if (from.kind === "map" && to.kind === "map") {
    const each = makeConverter(from.value, to.value);
    return each && ((value) => convertFields(value as Fields, new Map(), () => each));
  }
  if (from.kind === "struct" && (to.kind === "struct" || to.kind === "map")) return makeFields(from, to);
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function makeFields(from: StructType, to: StructType | { kind: "map"; value: Type }): Converter | undefined {
  const converters = new Map<string, Converter>();
  const sources = new Set(from.fields.map((field) => field.name));
  const targets = to.kind === "map" ? from.fields.map(({ name }) => ({ name, type: to.value })) : to.fields;
  for (const target of targets) {
    const source = fieldType(from, target.name);
    const convert = source === undefined ? undefined : makeConverter(source, readType(target));
    if (convert !== undefined) converters.set(target.name, convert);
  }
  const others = to.kind === "map" && from.open === true ? makeConverter(ANY, to.value) : undefined;
  if (converters.size === 0 && others === undefined) return undefined;
  return (value) => convertFields(value as Fields, converters, (name) => (sources.has(name) ? undefined : others));
}

/** Fields without a converter stay; for one that is missing the converter decides whether it may be. */
function convertFields(
  value: Fields,
  converters: ReadonlyMap<string, Converter>,
  others: (name: string) => Converter | undefined,
): Fields {
  const result: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(value)) {
    const convert = converters.get(name) ?? others(name);
    result[name] = convert === undefined ? value[name] : convert(value[name] ?? null);
  }
  for (const [name, convert] of converters) if (!Object.hasOwn(value, name)) convert(null);
  return result;
}

function readType(field: Field): Type {
  return field.optional === true ? makeNullable(field.type) : field.type;
}

function checkAny(value: unknown, to: Type): unknown {
  if (typeof value === "bigint" && withoutNull(to).kind === "number") return exactNumber(value);
  const result = coerce(value, to);
  if (!(result instanceof Mismatch)) return result;
  const message = `The value${result.path === "" ? "" : ` at ${result.path}`} ${result.message.replace(/ is declared$/, " is needed")}.`;
  if (value === null) throw new ExpressionError("EXPR_1001", message, "Give a default for what is missing: x ?? 0.");
  throw new ExpressionError(
    "EXPR_1004",
    message,
    "Convert it with a function such as number(…) or string(…), or declare its type.",
  );
}
