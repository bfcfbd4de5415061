/** What can be written at the cursor, best first. Plain data; the editor and the field picker show it. */
import { library } from "../../../../shared/expressions/functions/library.ts";
import type { LibraryFunction } from "../../../../shared/expressions/functions/library-function.ts";
import { ITERATE_METHODS } from "../../../../shared/expressions/syntax.ts";
import { aggregateFunctions } from "../../../../shared/operators/windows/aggregate-functions.ts";
import { describeType } from "../../../../shared/records/type-text.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";
import type { ExpressionScope } from "./check-expression.ts";
import { functionHelp, rootHelp } from "./function-help.ts";
import { probe, type Probe } from "./probe.ts";

export type CompletionKind = "root" | "field" | "local" | "function" | "aggregate" | "method" | "keyword" | "snippet";

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Replaces the word; with `$1` and `$0` where `snippet`. */
  readonly insert: string;
  readonly snippet: boolean;
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  /** Also deletes this part of the source, such as the value that is wrapped into a call. */
  readonly remove?: { readonly from: number; readonly to: number };
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

export function complete(source: string, offset: number, scope: ExpressionScope): Completions {
  const at = probe(source, offset, scope);
  const items = at.inText ? [] : at.member === null ? nameItems(at, scope) : memberItems(source, at, at.member);
  return { ...at.word, items };
}

const simple = (label: string, kind: CompletionKind, detail: string, documentation = ""): Completion => ({
  label,
  kind,
  insert: label,
  snippet: false,
  detail,
  documentation,
});

function nameItems(at: Probe, scope: ExpressionScope): Completion[] {
  const roots = scope.resultRoots === undefined || at.inAggregate ? scope.roots : scope.resultRoots;
  const taken = new Set([...at.locals.keys(), ...roots.keys()]);
  return [
    ...[...at.locals].map(([name, type]) => simple(name, "local", describeType(type))),
    ...[...roots].map(([name, type]) => simple(name, "root", describeType(type), rootHelp(name))),
    ...(scope.resultRoots !== undefined && !at.inAggregate ? aggregateItems() : []),
    ...[...roots].flatMap(([name, type]) => (taken.has(name) ? fieldsBelow(name, type) : [])),
    ...[...library.values()].map(functionItem),
    ...["true", "false", "null"].map((word) => simple(word, "keyword", "")),
    ...snippets,
  ];
}

/** `value.total` for whoever starts with `tot`; of the first level only. */
function fieldsBelow(root: string, type: Type): Completion[] {
  const row = withoutNull(type);
  if (row.kind !== "struct") return [];
  return row.fields.flatMap((field) =>
    isName(field.name)
      ? [{ ...simple(`${root}.${field.name}`, "field", describeType(field.type)), documentation: "" }]
      : [],
  );
}

const snippets: readonly Completion[] = [
  snippet("if then else", "${1:condition} ? ${2:then} : ${0:otherwise}", "condition ? a : b"),
  snippet("default", "${1:value} ?? ${0:0}", "a ?? b"),
  snippet("template", "`${1:text} \\${${0:value}}`", "text with values in it"),
  snippet("object", "{ ${1:name}: ${0:value} }", "{ name: value }"),
];

function snippet(label: string, insert: string, detail: string): Completion {
  return { label, kind: "snippet", insert, snippet: true, detail, documentation: "" };
}

function aggregateItems(): Completion[] {
  return aggregateFunctions.map((fn) => ({
    label: fn.name,
    kind: "aggregate",
    insert: fn.arity.most === 0 || fn.name === "count" ? `${fn.name}()` : `${fn.name}($0)`,
    snippet: fn.name !== "count",
    detail: fn.form,
    documentation: fn.summary,
  }));
}

function functionItem(fn: LibraryFunction): Completion {
  const first = fn.signatures[0];
  const none = first !== undefined && first.parameters.length === 0;
  return {
    label: fn.name,
    kind: "function",
    insert: none ? `${fn.name}()` : `${fn.name}($0)`,
    snippet: !none,
    detail: first?.text ?? "",
    documentation: functionHelp(fn),
  };
}

function memberItems(source: string, at: Probe, member: NonNullable<Probe["member"]>): Completion[] {
  const space = [...library.values()].filter((fn) => fn.name.startsWith(`${member.owner}.`));
  const isSpace = member.owner !== "" && space.length > 0 && (member.type === undefined || member.type.kind === "any");
  if (isSpace)
    return space.map((fn) => {
      const item = functionItem(fn);
      const short = (text: string): string => text.slice(member.owner.length + 1);
      return { ...item, label: short(item.label), insert: short(item.insert) };
    });
  if (member.type === undefined) return [];
  const type = withoutNull(member.type);
  return [...fieldItems(type), ...methodItems(type), ...wrapItems(source, at, member.at, type)];
}

function fieldItems(type: Type): Completion[] {
  if (type.kind === "struct")
    return type.fields.map((field) => {
      const detail = describeType(field.type) + (field.optional === true ? ", may be missing" : "");
      const item = simple(field.name, "field", detail);
      return isName(field.name) ? item : { ...item, insert: `[${JSON.stringify(field.name)}]` };
    });
  return type.kind === "array" || type.kind === "string" || type.kind === "bytes"
    ? [simple("length", "field", "int")]
    : [];
}

function methodItems(type: Type): Completion[] {
  if (type.kind !== "array" && type.kind !== "any") return [];
  const element = type.kind === "array" ? describeType(type.element) : "any";
  return [...ITERATE_METHODS].map((name) => ({
    label: name,
    kind: "method",
    insert:
      name === "reduce"
        ? "reduce((${1:sum}, ${2:item}) => ${1:sum} + ${2:item}, ${0:0})"
        : `${name}((\${1:item}) => $0)`,
    snippet: true,
    detail: `item: ${element}`,
    documentation: methodHelp[name] ?? "",
  }));
}

const methodHelp: Readonly<Record<string, string>> = {
  map: "A list of what the function gives for each item.",
  filter: "The items for which the condition is true.",
  some: "Whether the condition is true for any item.",
  every: "Whether the condition is true for all items.",
  find: "The first item for which the condition is true, else null.",
  reduce: "One value out of all items, beginning with the last argument.",
};

/** Values have no methods: `value.name.upper` becomes `text.upper(value.name)`. */
function wrapItems(source: string, at: Probe, from: number, type: Type): Completion[] {
  const space = spaces[type.kind];
  if (space === undefined) return [];
  const end = source.slice(0, at.word.from).replace(/\??\.\s*$/, "").length;
  const owner = source.slice(from, end);
  return [...library.values()]
    .filter((fn) => fn.name.startsWith(space) && (fn.signatures[0]?.parameters.length ?? 0) > 0)
    .map((fn) => {
      const more = (fn.signatures[0]?.parameters.filter((parameter) => parameter.optional !== true).length ?? 1) > 1;
      return {
        label: fn.name.slice(space.length),
        kind: "function",
        insert: `${fn.name}(${owner.replaceAll(/[$\\}]/g, String.raw`\$&`)}${more ? ", $0" : ""})$0`.replace(
          /\$0\)\$0/,
          "$0)",
        ),
        snippet: true,
        detail: `${fn.name}(…)`,
        documentation: functionHelp(fn),
        remove: { from, to: at.word.from },
      };
    });
}

const spaces: Readonly<Partial<Record<Type["kind"], string>>> = { string: "text.", instant: "time.", array: "list." };

function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}
