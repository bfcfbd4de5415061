/** Names, fields and items. */
import { describeType } from "../records/type-text.ts";
import { ANY, fieldType, INT, makeNullable, NULL, withoutNull, type StructType, type Type } from "../records/types.ts";
import { sourceOf, unknown, type Context } from "./context.ts";
import { convertTo } from "./converting.ts";
import { report } from "./diagnose.ts";
import { library } from "./functions/library.ts";
import { narrowed, widened } from "./narrowing.ts";
import { nearestName } from "./nearest-name.ts";
import type { Range, Syntax } from "./syntax.ts";
import type { Typed } from "./typed.ts";

type Of<Kind extends Syntax["kind"]> = Extract<Syntax, { kind: Kind }>;

export function checkName(syntax: Of<"name">, context: Context): Typed {
  const { name } = syntax;
  const local = context.locals.get(name);
  if (local !== undefined) return narrowed({ node: "local", type: local.type, name: local.name }, context.present);
  const type = context.roots.get(name);
  if (type !== undefined) return narrowed({ node: "path", type, root: name, steps: [] }, context.present);
  reportUnknownName(name, syntax, context);
  return unknown;
}

function reportUnknownName(name: string, range: Range, context: Context): void {
  const message = `"${name}" is not known here.`;
  const explained = context.explainRoot?.(name);
  if (explained !== undefined) return report(context.findings, "EXPR_0101", range, message, { hint: explained });
  if (name === "undefined") {
    const fix = { ...range, text: "null" };
    return report(context.findings, "EXPR_0101", range, message, { hint: "Use null.", fix });
  }
  if (library.has(name)) {
    const hint = `It is a function: write ${name}(…).`;
    return report(context.findings, "EXPR_0101", range, message, { hint });
  }
  const names = [...context.locals.keys(), ...context.roots.keys()];
  const meant = nearestName(name, names) ?? fieldOfRoot(name, context);
  const hint = meant === undefined ? `Known are ${names.join(", ")}.` : `Did you mean ${meant}?`;
  const fix = meant === undefined ? {} : { fix: { from: range.from, to: range.to, text: meant } };
  report(context.findings, "EXPR_0101", range, message, { hint, ...fix });
}

/** A field written without the root that it is a field of. */
function fieldOfRoot(name: string, context: Context): string | undefined {
  for (const [root, type] of context.roots) {
    const inner = withoutNull(type);
    if (inner.kind === "struct" && inner.fields.some((field) => field.name === name)) return `${root}.${name}`;
  }
  return undefined;
}

export function checkMember(syntax: Of<"member">, context: Context): Typed {
  const object = context.check(syntax.object, context);
  return access(object, syntax.name, syntax.nameRange, syntax, context);
}

export function checkIndex(syntax: Of<"index">, context: Context): Typed {
  const object = context.check(syntax.object, context);
  const index = context.check(syntax.index, context);
  const type = withoutNull(object.type);
  const named = index.node === "literal" && typeof index.value === "string" ? index.value : undefined;
  if (named !== undefined && (type.kind === "struct" || type.kind === "map" || type.kind === "any"))
    return access(object, named, syntax.index, syntax, context);
  const wanted: Type | undefined = indexType(type);
  if (wanted === undefined) {
    report(context.findings, "EXPR_0112", syntax, `${describeType(object.type)} has no items.`, {
      hint: type.kind === "string" ? "Use text.slice to take a part of a string." : "Lists and maps have.",
    });
    return unknown;
  }
  const converted = convertTo(index, wanted);
  if (converted === undefined) {
    const message = `The index is ${describeType(index.type)}; ${describeType(wanted)} is needed.`;
    const hint =
      wanted.kind === "int" ? "Items are counted from 0; convert with int(…)." : "Fields have names; use a string.";
    report(context.findings, "EXPR_0112", syntax.index, message, { hint });
    return unknown;
  }
  return { node: "index", type: itemType(type), object, index: converted };
}

function indexType(type: Type): Type | undefined {
  if (type.kind === "array") return INT;
  if (type.kind === "map" || type.kind === "struct") return { kind: "string" };
  return type.kind === "any" || type.kind === "null" ? ANY : undefined;
}

function itemType(type: Type): Type {
  if (type.kind === "array") return makeNullable(type.element);
  return type.kind === "map" ? makeNullable(type.value) : type.kind === "null" ? NULL : ANY;
}

/** `object.name`, which extends a path where that is possible. */
function access(object: Typed, name: string, range: Range, whole: Of<"member" | "index">, context: Context): Typed {
  const type = memberType(object.type, name, range, whole, context);
  if (type === undefined) return unknown;
  const base = widened(object);
  if (base.node === "path" && isStep(withoutNull(object.type), name))
    return narrowed({ node: "path", type, root: base.root, steps: [...base.steps, name] }, context.present);
  return narrowed({ node: "member", type, object, name }, context.present);
}

/** A step of a path is a field for sure; the length of untyped data may be that of a list. */
function isStep(type: Type, name: string): boolean {
  return type.kind === "struct" || type.kind === "map" || (type.kind === "any" && name !== "length");
}

function memberType(
  type: Type,
  name: string,
  range: Range,
  whole: Of<"member" | "index">,
  context: Context,
): Type | undefined {
  switch (type.kind) {
    case "nullable": {
      const inner = memberType(type.of, name, range, whole, context);
      return inner && makeNullable(inner);
    }
    case "any":
    case "null":
      return type;
    case "map":
      return makeNullable(type.value);
    case "struct":
      return fieldType(type, name) ?? reportUnknownField(type, name, range, whole, context);
    case "array":
    case "string":
    case "bytes":
      if (name === "length") return INT;
      break;
    default:
      break;
  }
  const text = sourceOf(context, whole.object);
  const hint =
    type.kind === "array"
      ? `It is a list: write ${text}[0] for one item, ${text}.map((item) => …) for all.`
      : undefined;
  const message = `${text} is ${describeType(type)}, which has no field "${name}".`;
  report(context.findings, "EXPR_0112", range, message, hint === undefined ? {} : { hint });
  return undefined;
}

function reportUnknownField(
  type: StructType,
  name: string,
  range: Range,
  whole: Of<"member" | "index">,
  context: Context,
): undefined {
  const names = type.fields.map((field) => field.name);
  const meant = nearestName(name, names);
  const message = `"${name}" is not a field of ${sourceOf(context, whole.object)}.`;
  if (meant === undefined) {
    const listed = names.length > 12 ? `${names.slice(0, 12).join(", ")}, …` : names.join(", ");
    const hint = names.length === 0 ? "It has no fields." : `It has ${listed}.`;
    report(context.findings, "EXPR_0102", range, message, { hint });
  } else {
    const text = whole.kind === "index" ? JSON.stringify(meant) : meant;
    report(context.findings, "EXPR_0102", range, message, {
      hint: `Did you mean "${meant}"?`,
      ...(/^[A-Za-z_$][\w$]*$/.test(text) || whole.kind === "index"
        ? { fix: { from: range.from, to: range.to, text } }
        : {}),
    });
  }
  return undefined;
}
