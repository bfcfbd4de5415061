/** What zod finds, as diagnostics: one each, with a pointer and a sentence that says what to write. */
import type * as z from "zod";
import type { Diagnostic } from "../diagnostics.ts";
import type { ErrorCode } from "../errors.ts";
import { makePointer } from "./json-node.ts";
import { limits } from "./limits.ts";
import { nearestName } from "./nearest-name.ts";
import type { Json } from "./pipeline.ts";
import { keysAt } from "./schema-keys.ts";

export interface FindingCodes {
  readonly unknownKey: ErrorCode;
  readonly missing: ErrorCode;
  readonly wrong: ErrorCode;
}

export interface FindingPlace {
  /** What it was parsed with. */
  readonly schema: z.ZodType;
  /** What was parsed. */
  readonly value: Json | undefined;
  readonly codes: FindingCodes;
  /** The pointer of `value` in the document. */
  readonly base?: string;
  /** Id of the node that it belongs to. */
  readonly node?: string;
}

export function schemaFindings(error: z.ZodError, place: FindingPlace): Diagnostic[] {
  return error.issues.flatMap((issue) => findings(issue, [], place)).slice(0, limits.diagnostics);
}

type Issue = z.core.$ZodIssue;

function findings(issue: Issue, prefix: readonly PropertyKey[], place: FindingPlace): Diagnostic[] {
  const path = [...prefix, ...issue.path];
  const { codes } = place;
  const name = lastName(path);
  const found = valueAt(place.value, path);
  const make = (code: ErrorCode, message: string, hint?: string, at = path): Diagnostic => ({
    code,
    severity: "error",
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(place.node === undefined ? {} : { node: place.node }),
    pointer: (place.base ?? "") + makePointer(...at.map(String)),
  });
  if (
    found === undefined &&
    (issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union")
  ) {
    return [make(codes.missing, `${name} is missing.`, `Write ${wanted(issue)}.`)];
  }
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const close = nearestName(key, keysAt(place.schema, path));
        const hint = close === undefined ? "Remove it, or check its spelling." : `Did you mean ${show(close)}?`;
        return make(codes.unknownKey, `${show(key)} is not known here.`, hint, [...path, key]);
      });
    case "invalid_union": {
      const branch = bestBranch(issue.errors);
      if (branch !== null) return branch.flatMap((inner) => findings(inner, path, place));
      return [make(codes.wrong, `${name} is of no form that is known here.`, `Write ${wanted(issue)}.`)];
    }
    case "invalid_key":
      return [make(codes.wrong, `${name} is not a valid name here.`, hintOf(issue.issues[0]?.message))];
    case "invalid_type":
      return [make(codes.wrong, `${name} is ${kindOf(found)}.`, `Write ${wanted(issue)}.`)];
    case "invalid_value":
      return [make(codes.wrong, `${name} is none of the values that are possible.`, `Write ${wanted(issue)}.`)];
    default:
      return [make(codes.wrong, `${name} is not valid.`, hintOf(issue.message))];
  }
}

/** The branch of a union that came closest: one that fails inside beats one that fails at once; then the fewest findings. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const inside = branches.filter((branch) =>
    branch.every((issue) => issue.path.length > 0 || issue.code !== "invalid_type"),
  );
  return inside.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

function wanted(issue: Issue): string {
  if (issue.code === "invalid_type") return article(issue.expected);
  if (issue.code === "invalid_value") return alternatives(issue.values.map((value) => show(JSON.stringify(value))));
  if (issue.code !== "invalid_union") return "a value";
  const options =
    "options" in issue && Array.isArray(issue.options)
      ? issue.options.map((option) => show(JSON.stringify(option)))
      : [];
  if (options.length > 0) return alternatives(options);
  const kinds = issue.errors.flatMap((branch) => branch.slice(0, 1).map(wanted));
  return kinds.length === 0 ? "a value" : alternatives([...new Set(kinds)]);
}

function alternatives(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1) ?? ""}`;
}

function lastName(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return "The value";
  return typeof last === "number" ? `Item ${last + 1}` : show(String(last));
}

function article(expected: string): string {
  switch (expected) {
    case "object":
    case "record":
    case "map":
      return "an object";
    case "array":
      return "a list";
    case "int":
      return "a whole number";
    case "string":
      return "a text";
    default:
      return `a ${expected}`;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : article(typeof value);
}

/** Our own messages are imperative ("Write `host:port`"); zod's are not, and become a remark. */
function hintOf(message: string | undefined): string {
  const text = (message ?? "Check it").replace(/[.]$/, "");
  return /^(?:Too|Invalid|Expected|Unrecognized)/.test(text)
    ? `It is ${text.slice(0, 1).toLowerCase()}${text.slice(1)}.`
    : `${text}.`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}

function show(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}
