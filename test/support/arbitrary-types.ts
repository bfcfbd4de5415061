/** Random types and values of them, as shared/records/types.ts represents them. */
import fc from "fast-check";
import { unreachable } from "../../shared/assert.ts";
import { Decimal } from "../../shared/records/decimal.ts";
import { makeInt } from "../../shared/records/integers.ts";
import {
  makeNullable,
  type Field,
  type NonNullableType,
  type ScalarKind,
  type Type,
} from "../../shared/records/types.ts";

const names = fc.oneof(
  fc.constantFrom("id", "total", "a b", "__proto__", "constructor", "key", "null", "日本", 'q"uote\\', "", "x.y"),
  fc.string({ maxLength: 8 }),
);
const scalarKinds: readonly ScalarKind[] = [
  "boolean",
  "int",
  "number",
  "decimal",
  "string",
  "bytes",
  "instant",
  "duration",
  "any",
];

/** Every type in its normal form: an open struct has fields, nullable is never of null or any. */
export const types: fc.Arbitrary<Type> = fc.letrec<{ type: Type; struct: Type; inner: Type }>((tie) => ({
  struct: fc
    .tuple(
      fc.uniqueArray(fc.tuple(names, tie("type"), fc.boolean()), { maxLength: 4, selector: ([name]) => name }),
      fc.boolean(),
    )
    .map(([entries, open]): NonNullableType => {
      const fields = entries.map(([name, type, optional]): Field =>
        optional ? { name, type, optional } : { name, type },
      );
      return open && fields.length > 0 ? { kind: "struct", fields, open } : { kind: "struct", fields };
    }),
  inner: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(...scalarKinds).map((kind): Type => ({ kind })),
    tie("type").map((element): Type => ({ kind: "array", element })),
    tie("type").map((value): Type => ({ kind: "map", value })),
    tie("struct"),
  ),
  type: fc.oneof(
    { weight: 5, arbitrary: tie("inner") },
    { weight: 2, arbitrary: tie("inner").map(makeNullable) },
    { weight: 1, arbitrary: fc.constant<Type>({ kind: "null" }) },
  ),
})).type;

export const ints: fc.Arbitrary<number | bigint> = fc
  .oneof(
    fc.bigInt({ min: -100n, max: 100n }),
    fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  )
  .map(makeInt);

export const decimals: fc.Arbitrary<Decimal> = fc
  .tuple(
    fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })),
    fc.nat(30),
  )
  .map(([coefficient, scale]) => Decimal.of(coefficient, scale));

/** Instants in the years 1600 to 2400. */
export const instants: fc.Arbitrary<number> = fc.integer({ min: -11_676_096_000_000, max: 13_569_465_600_000 });

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);

/** Untyped values, as JSON gives them. */
export const jsonValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false, "", 0),
    fc.string({ unit: "binary" }),
    ints,
    finite.filter((x) => !Number.isInteger(x) || Number.isSafeInteger(x)),
    decimals,
    fc.array(tie("value"), { maxLength: 4 }),
    objects(tie("value")),
  ),
})).value;

function objects(values: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return fc.array(fc.tuple(names, values), { maxLength: 4 }).map((entries) => {
    const object: Record<string, unknown> = Object.create(null);
    for (const [name, value] of entries) object[name] = value;
    return object;
  });
}

/** Random values of a type. */
export function valuesOf(type: Type): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "int":
      return ints;
    case "number":
      return finite;
    case "decimal":
      return decimals;
    case "string":
      return fc.string({ unit: "binary" });
    case "bytes":
      return fc.uint8Array({ maxLength: 10 });
    case "instant":
      return instants;
    case "duration":
      return fc.integer({ min: -1e12, max: 1e12 });
    case "any":
      return jsonValues;
    case "nullable":
      return fc.option(valuesOf(type.of), { nil: null });
    case "array":
      return fc.array(valuesOf(type.element), { maxLength: 3 });
    case "map":
      return objects(valuesOf(type.value));
    case "struct":
      return fc.tuple(...type.fields.map((field) => fieldValues(field))).map((values) => {
        const object: Record<string, unknown> = Object.create(null);
        for (const [i, field] of type.fields.entries()) if (values[i] !== undefined) object[field.name] = values[i];
        return object;
      });
    default:
      return unreachable(type);
  }
}

function fieldValues(field: Field): fc.Arbitrary<unknown> {
  return field.optional === true ? fc.option(valuesOf(field.type), { nil: undefined }) : valuesOf(field.type);
}
