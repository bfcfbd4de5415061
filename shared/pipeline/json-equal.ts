/** Telling and comparing plain JSON. */
import { limits } from "./limits.ts";
import { isObject } from "./migrations.ts";
import type { Json } from "./pipeline.ts";

/** Deep equality; the order of keys counts only when `ordered`. */
export function equalJson(a: Json | undefined, b: Json | undefined, ordered = false): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, index) => equalJson(item, b[index] as Json, ordered));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  if (keys.length !== others.length) return false;
  return keys.every(
    (key, index) => Object.hasOwn(b, key) && (!ordered || others[index] === key) && equalJson(a[key], b[key], ordered),
  );
}

/** Whether a value from outside is JSON within the limits of documents. */
export function isJson(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string") return value.length <= limits.stringLength && value.isWellFormed();
  if (typeof value !== "object" || depth >= limits.depth) return false;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
  return Object.keys(value).every((key) => isJson((value as Record<string, unknown>)[key], depth + 1));
}
