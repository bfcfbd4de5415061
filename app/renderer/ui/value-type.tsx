import "./value-type.css";

/** The families of value types; each has one colour, `--v-<family>`. */
export type ValueFamily =
  | "string"
  | "number"
  | "decimal"
  | "time"
  | "bool"
  | "object"
  | "array"
  | "bytes"
  | "null"
  | "any";

const families: Readonly<Record<string, ValueFamily>> = {
  string: "string",
  int: "number",
  number: "number",
  decimal: "decimal",
  instant: "time",
  duration: "time",
  boolean: "bool",
  struct: "object",
  map: "object",
  array: "array",
  bytes: "bytes",
  null: "null",
  any: "any",
};

/** The family of a type's `kind` (shared/records/types.ts). */
export function familyOfKind(kind: string): ValueFamily {
  return families[kind] ?? "any";
}

export interface ValueTypeProps {
  /** `kind` of the type; a nullable one passes the kind it wraps. */
  readonly kind: string;
  /** What is written, e.g. `decimal?`; the kind when not given. */
  readonly text?: string | undefined;
}

export function ValueType({ kind, text }: ValueTypeProps) {
  return <span className={`ui-value-type ui-value-type-${familyOfKind(kind)}`}>{text ?? kind}</span>;
}
