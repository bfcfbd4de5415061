/** The type of a record as rows of a tree. A row with `fields` can be opened. */
import { withoutNull, type Type } from "../../../shared/records/types.ts";
import type { RecordType } from "../../../shared/topology/topology.ts";

export interface SchemaRow {
  /** Unique in the tree: root and path, as in `value.merchant.country`. */
  readonly id: string;
  readonly root: "key" | "value";
  /** Names from the root down; `[]` stands for the elements of a list. */
  readonly path: readonly string[];
  readonly name: string;
  /** Of the type without null. */
  readonly kind: Type["kind"];
  /** What is written at the right: `decimal?`, `string[]`. */
  readonly typeText: string;
  readonly depth: number;
  readonly fields: number;
}

/** Types refer to nothing but their parts, so the depth is that of the document; what is deeper than this is cut. */
const MAX_DEPTH = 24;

export function schemaRows({ key, value }: RecordType, closed: ReadonlySet<string>): SchemaRow[] {
  const rows: SchemaRow[] = [];
  if (withoutNull(key).kind !== "null") addRows(rows, closed, "key", [], "key", key, 0, false);
  addRows(rows, closed, "value", [], "value", value, 0, false);
  return rows;
}

function addRows(
  rows: SchemaRow[],
  closed: ReadonlySet<string>,
  root: "key" | "value",
  path: readonly string[],
  name: string,
  type: Type,
  depth: number,
  optional: boolean,
): void {
  const id = [root, ...path].join(".");
  const bare = withoutNull(type);
  const parts = partsOf(bare);
  const nullable = optional || type.kind === "nullable";
  rows.push({
    id,
    root,
    path,
    name,
    kind: bare.kind,
    typeText: `${shortType(bare)}${nullable ? "?" : ""}`,
    depth,
    fields: parts.length,
  });
  if (closed.has(id) || depth >= MAX_DEPTH) return;
  for (const part of parts)
    addRows(rows, closed, root, [...path, part.step], part.name, part.type, depth + 1, part.optional);
}

interface Part {
  readonly step: string;
  readonly name: string;
  readonly type: Type;
  readonly optional: boolean;
}

function partsOf(type: Type): readonly Part[] {
  if (type.kind === "struct")
    return type.fields.map(({ name, type: of, optional }) => ({
      step: name,
      name,
      type: of,
      optional: optional === true,
    }));
  if (type.kind === "array") {
    const element = withoutNull(type.element);
    return partsOf(element).length === 0 ? [] : [{ step: "[]", name: "each", type: type.element, optional: false }];
  }
  if (type.kind === "map" && partsOf(withoutNull(type.value)).length > 0)
    return [{ step: "[]", name: "each value", type: type.value, optional: false }];
  return [];
}

/** A word or two; what is inside is below in the tree. */
export function shortType(type: Type): string {
  switch (type.kind) {
    case "struct":
      return type.open === true ? "object, open" : "object";
    case "array":
      return `${shortType(withoutNull(type.element))}[]`;
    case "map":
      return `map of ${shortType(withoutNull(type.value))}`;
    case "nullable":
      return `${shortType(type.of)}?`;
    default:
      return type.kind;
  }
}
