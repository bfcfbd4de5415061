/** From a column to the column of a field in it. What the decoder's scan has located is there already; everything else is looked for now. */
import { makePathTree, prepareColumn, scanText, scanValue } from "../formats/json-scan.ts";
import { isObject } from "../../shared/records/coerce.ts";
import { ANY, NULL, fieldType, withoutNull, type Type } from "../../shared/records/types.ts";
import { TOKEN, type Column, type JsonColumn } from "./column.ts";
import { viewOf } from "./data-view.ts";
import { rowValues } from "./rows.ts";

const NOTHING: Column = { kind: "constant", type: NULL, value: null };

/** A field that was not among the uses of the source: located for the rows that somebody asked for. */
interface Demanded {
  readonly column: JsonColumn;
  readonly root: ReturnType<typeof makePathTree>;
  readonly done: Uint8Array;
  selection: Int32Array | null;
  selected: number;
}

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
      return column.fields.get(name) ?? demandField(column, name, selection, selected);
    case "struct": {
      const index = column.names.indexOf(name);
      if (index >= 0) return column.columns[index]!;
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

function readField(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : null;
}

function typeOfField(type: Type, name: string): Type {
  const inner = withoutNull(type);
  if (inner.kind === "struct") return fieldType(inner, name) ?? ANY;
  return inner.kind === "map" ? inner.value : ANY;
}

function demandField(parent: JsonColumn, name: string, selection: Int32Array, selected: number): JsonColumn {
  let fields = demanded.get(parent);
  if (fields === undefined) {
    fields = new Map();
    demanded.set(parent, fields);
  }
  let field = fields.get(name);
  if (field === undefined) {
    const root = makePathTree([[name]]);
    const rows = parent.tokens.length;
    const column = prepareColumn(root, parent.buffer, rows).fields.get(name)!;
    field = { column, root, done: new Uint8Array(rows), selection: null, selected: 0 };
    fields.set(name, field);
  }
  if (field.selection !== selection || field.selected !== selected) locateRows(parent, field, selection, selected);
  return field.column;
}

function locateRows(parent: JsonColumn, field: Demanded, selection: Int32Array, selected: number): void {
  const data = viewOf(parent.buffer);
  for (let k = 0; k < selected; k++) {
    const row = selection[k]!;
    if (field.done[row] === 1) continue;
    field.done[row] = 1;
    const token = parent.tokens[row]!;
    if (token <= TOKEN.null) continue;
    if (token >= TOKEN.malformed) field.column.tokens[row] = token;
    else if (token === TOKEN.raw) {
      if (scanText(data, parent.starts[row]!, parent.ends[row]!, field.root, row) < 0)
        field.column.tokens[row] = TOKEN.malformed;
    } else scanValue(data, parent.starts[row]!, parent.ends[row]!, field.root, row, 0);
  }
  field.selection = selection;
  field.selected = selected;
}
