/** Reading JSON of unknown form. */
import { pointerSteps } from "../../../../shared/pipeline/json-node.ts";
import type { Json } from "../../../../shared/pipeline/pipeline.ts";

export type JsonObject = { readonly [key: string]: Json };

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** What stands at a pointer; undefined where nothing does. */
export function valueAt(value: Json, pointer: string): Json | undefined {
  let at: Json | undefined = value;
  for (const step of pointerSteps(pointer)) {
    if (isJsonObject(at)) at = Object.hasOwn(at, step) ? at[step] : undefined;
    else if (isJsonList(at)) at = at[Number(step)];
    else return undefined;
  }
  return at;
}

/** Text of an expression, written as text or as `{ lang, src }`. */
export function expressionText(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (isJsonObject(value) && typeof value["src"] === "string") return value["src"];
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** A scalar as it is shown: texts bare, everything else as JSON. */
export function showJson(value: Json | undefined): string {
  return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

export function isWrapped(value: Json | undefined): boolean {
  return isJsonObject(value) && value["lang"] === "weir" && typeof value["src"] === "string";
}
