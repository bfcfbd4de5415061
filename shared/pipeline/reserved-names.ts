/** zod leaves `__proto__` out of maps without a word; documents that are built from its output refuse the name instead of losing the entry. */
import type { Diagnostic } from "../diagnostics.ts";
import { makePointer } from "./json-node.ts";
import { isObject } from "./migrations.ts";
import type { Json } from "./pipeline.ts";

/** `verbatim`: keys whose values are data and do not go through zod. */
export function findReservedNames(value: Json, verbatim: ReadonlySet<string> = new Set(), pointer = ""): Diagnostic[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index) => findReservedNames(item, verbatim, pointer + makePointer(index)));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]): Diagnostic[] => {
    const at = pointer + makePointer(key);
    if (verbatim.has(key)) return [];
    if (key !== "__proto__") return findReservedNames(item, verbatim, at);
    const message = "`__proto__` cannot be a name here.";
    return [{ code: "DOC_0110", severity: "error", message, hint: "Choose another name.", pointer: at }];
  });
}
