/** What zod finds, as diagnostics: one each, with a pointer and a sentence that says what to write. */
import type * as z from "zod";
import type { Diagnostic } from "../diagnostics.ts";
import type { ErrorCode } from "../errors.ts";
import { makePointer } from "./json-node.ts";

export interface FindingCodes {
  readonly unknownKey: ErrorCode;
  readonly missing: ErrorCode;
  readonly wrong: ErrorCode;
}

/** `base` is the pointer of the value that was parsed; `node` the id of the node that it belongs to. */
export function schemaFindings(error: z.ZodError, codes: FindingCodes, base = "", node?: string): Diagnostic[] {
  return error.issues.flatMap((issue) => findings(issue, codes, base, node));
}

function findings(issue: Issue, codes: FindingCodes, base: string, node: string | undefined): Diagnostic[] {
  const pointer = base + makePointer(...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step)));
  const make = (code: ErrorCode, at: string, message: string, hint?: string): Diagnostic => ({
    code,
    severity: "error",
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(node === undefined ? {} : { node }),
    pointer: at,
  });
  const name = lastName(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      make(
        codes.unknownKey,
        pointer + makePointer(key),
        `There is no ${show(key)} here.`,
        "Remove it, or check its spelling.",
      ),
    );
  }
  if (issue.code === "invalid_union") {
    const branch = bestBranch(issue.errors);
    if (branch === null) return [make(codes.wrong, pointer, `${name} is not of a known form.`, issue.message)];
    return branch.flatMap((inner) => findings(inner, codes, pointer, node));
  }
  if (issue.code === "invalid_type") {
    const missing = /received undefined/.test(issue.message) || issue.input === undefined;
    if (missing && !/received (?!undefined)/.test(issue.message)) {
      return [make(codes.missing, pointer, `${name} is missing.`, `Write ${article(issue.expected)}.`)];
    }
    return [make(codes.wrong, pointer, `${name} must be ${article(issue.expected)}.`)];
  }
  if (issue.code === "invalid_value") {
    const values = issue.values.map((value) => show(String(value)));
    return [
      make(
        codes.wrong,
        pointer,
        `${name} must be ${values.length === 1 ? values.join("") : `one of ${values.join(", ")}`}.`,
      ),
    ];
  }
  if (issue.code === "custom") return [make(codes.wrong, pointer, sentence(issue.message))];
  return [make(codes.wrong, pointer, `${name} is not valid: ${lower(issue.message)}.`)];
}

type Issue = z.core.$ZodIssue;

/** The branch of a union that came closest: the one whose findings lie deepest, then the fewest. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  let best: readonly Issue[] | null = null;
  let bestDepth = 0;
  for (const branch of branches) {
    const depth = Math.max(0, ...branch.map((issue) => issue.path.length + (issue.code === "invalid_type" ? 0 : 1)));
    if (depth > bestDepth || (depth === bestDepth && best !== null && branch.length < best.length)) {
      best = branch;
      bestDepth = depth;
    }
  }
  return best;
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
    case "undefined":
      return "left out";
    default:
      return `a ${expected}`;
  }
}

function show(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, "");
}
