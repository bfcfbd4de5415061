/** zod leaves `__proto__` out of maps without a word; documents that are built from its output refuse the name instead of losing the entry. */
import type { Diagnostic } from "../diagnostics.ts";
import { pointerOf, type JsonPlace } from "./json-place.ts";
import { isObject } from "./migrations.ts";
import type { Json } from "./pipeline.ts";

/** `verbatim`: keys whose values are data and do not go through zod. */
export function findReservedNames(value: Json, verbatim: ReadonlySet<string> = new Set()): Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(value, { parent: null, step: "" }, verbatim, found);
  return found;
}

function visit(value: Json, at: JsonPlace, verbatim: ReadonlySet<string>, found: Diagnostic[]): void {
  if (Array.isArray(value)) {
    value.forEach((item: Json, step) => holds(item) && visit(item, { parent: at, step }, verbatim, found));
    return;
  }
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (verbatim.has(key)) continue;
    if (key === "__proto__") found.push(reserved(pointerOf({ parent: at, step: key })));
    else if (holds(item)) visit(item, { parent: at, step: key }, verbatim, found);
  }
}

function holds(value: Json): boolean {
  return typeof value === "object" && value !== null;
}

function reserved(pointer: string): Diagnostic {
  const message = "`__proto__` cannot be a name here.";
  return { code: "DOC_0110", severity: "error", message, hint: "Choose another name.", pointer };
}
