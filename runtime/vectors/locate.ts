/** From a column to the column of a field in it. What the decoder's scan has located is there already; everything else is looked for now. */
import { makePathTree, prepareColumn, scanText, scanValue } from "../formats/json-scan.ts";
import { isObject } from "../../shared/records/coerce.ts";
import { ANY, NULL, fieldType, withoutNull, type Type } from "../../shared/records/types.ts";
import { TOKEN, type Column, type JsonColumn, type StructColumn } from "./column.ts";
import { viewOf } from "./data-view.ts";
import { gatherColumn } from "./gather.ts";
import { rowValues } from "./rows.ts";

const NOTHING: Column = { kind: "constant", type: NULL, value: null };

/** Fields that were not among the uses of the source: located by one scan for the rows that somebody asked for. */
interface Demanded {
  readonly fields: ReadonlyMap<string, JsonColumn>;
  readonly repeated: ReadonlySet<number>;
  readonly root: ReturnType<typeof makePathTree>;
  readonly done: Uint8Array;
  selection: Int32Array | null;
  selected: number;
}

/** By the name of each field that they hold. */
const demanded = new WeakMap<JsonColumn, Map<string, Demanded>>();

/** The column at the end of a path, valid in the given rows. A field of nothing, and of something that has no fields, is null. */
export function resolvePath(column: Column, steps: readonly string[], selection: Int32Array, selected: number): Column {
  let at = column;
  for (const step of steps) at = fieldOf(at, step, selection, selected);
  return at;
}

function fieldOf(column: Column, name: string, selection: Int32Array, selected: number): Column {
  switch (column.kind) {
    case "json":
      return column.fields.get(name) ?? demandFields(column, [name], selection, selected)[0]!.fields.get(name)!;
    case "struct": {
      const index = column.names.indexOf(name);
      if (index >= 0) return structField(column, index);
      if (column.base === null || column.base.drop.has(name)) return NOTHING;
      return fieldOf(column.base.column, name, selection, selected);
    }
    case "constant":
      return { kind: "constant", type: typeOfField(column.type, name), value: readField(column.value, name) };
    case "value": {
      const values = rowValues(column.values.length);
      for (let k = 0; k < selected; k++) values[selection[k]!] = readField(column.values[selection[k]!], name);
      return { kind: "value", type: typeOfField(column.type, name), values };
    }
    default:
      return NOTHING;
  }
}

const masked = new WeakMap<StructColumn, Map<number, Column>>();

/** A field of a struct, null where the whole struct is. */
export function structField(column: StructColumn, index: number): Column {
  const { nulls } = column;
  if (nulls === null) return column.columns[index]!;
  let fields = masked.get(column);
  if (fields === undefined) {
    fields = new Map();
    masked.set(column, fields);
  }
  let field = fields.get(index);
  if (field === undefined) {
    const rows = Int32Array.from(nulls, (isNull, row) => (isNull === 1 ? -1 : row));
    field = gatherColumn(column.columns[index]!, rows, rows.length);
    fields.set(index, field);
  }
  return field;
}

function readField(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : null;
}

function typeOfField(type: Type, name: string): Type {
  const inner = withoutNull(type);
  if (inner.kind === "struct") return fieldType(inner, name) ?? ANY;
  return inner.kind === "map" ? inner.value : ANY;
}

/** The columns of some fields of an object, valid in the given rows, and the rows in which a name of them comes more than once. */
export function locateFields(
  column: JsonColumn,
  names: readonly string[],
  selection: Int32Array,
  selected: number,
): { readonly fields: readonly JsonColumn[]; readonly repeated: readonly ReadonlySet<number>[] } {
  const missing = names.filter((name) => !column.fields.has(name));
  const groups = missing.length === 0 ? [] : demandFields(column, missing, selection, selected);
  const fields = names.map(
    (name) => column.fields.get(name) ?? groups.find((group) => group.fields.has(name))!.fields.get(name)!,
  );
  const repeated = [column.repeated, ...groups.map((group) => group.repeated)].filter((rows) => rows !== undefined);
  return { fields, repeated };
}

/** What holds the fields; those that nobody asked for before are looked for together. */
function demandFields(
  parent: JsonColumn,
  names: readonly string[],
  selection: Int32Array,
  selected: number,
): readonly Demanded[] {
  let byName = demanded.get(parent);
  if (byName === undefined) {
    byName = new Map();
    demanded.set(parent, byName);
  }
  const unknown = names.filter((name) => !byName.has(name));
  if (unknown.length > 0) {
    const group = makeDemanded(parent, unknown);
    for (const name of unknown) byName.set(name, group);
  }
  const groups = [...new Set(names.map((name) => byName.get(name)!))];
  for (const group of groups)
    if (group.selection !== selection || group.selected !== selected) locateRows(parent, group, selection, selected);
  return groups;
}

function makeDemanded(parent: JsonColumn, names: readonly string[]): Demanded {
  const root = makePathTree(names.map((name) => [name]));
  const rows = parent.tokens.length;
  const { fields, repeated } = prepareColumn(root, parent.buffer, rows);
  return { fields, repeated: repeated ?? new Set(), root, done: new Uint8Array(rows), selection: null, selected: 0 };
}

function locateRows(parent: JsonColumn, group: Demanded, selection: Int32Array, selected: number): void {
  const data = viewOf(parent.buffer);
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    if (group.done[row] === 1) continue;
    group.done[row] = 1;
    const token = parent.tokens[row]!;
    if (token <= TOKEN.null) continue;
    if (token >= TOKEN.malformed) setTokens(group, row, token);
    else if (token !== TOKEN.raw) scanValue(data, parent.starts[row]!, parent.ends[row]!, group.root, row, 0);
    else if (scanText(data, parent.starts[row]!, parent.ends[row]!, group.root, row) < 0)
      setTokens(group, row, TOKEN.malformed);
  }
  group.selection = selection;
  group.selected = selected;
}

function setTokens(group: Demanded, row: number, token: number): void {
  for (const field of group.fields.values()) field.tokens[row] = token;
}
