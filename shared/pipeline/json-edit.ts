/** Changing one place of a JSON value without touching the original. */
import { pointerSteps } from "./json-node.ts";
import { isObject } from "./migrations.ts";
import type { Json } from "./pipeline.ts";

/**
 * The value with `item` at the pointer, or without what stood there where `item` is undefined. Objects on the way that are missing are made.
 * Null where the pointer leads through a scalar or past the end of a list. The whole value cannot be removed.
 */
export function setAtPointer(value: Json, pointer: string, item: Json | undefined): Json | null {
  const steps = pointerSteps(pointer);
  if (steps.length === 0) return item ?? null;
  return change(value, steps, 0, item) ?? null;
}

function change(
  value: Json | undefined,
  steps: readonly string[],
  at: number,
  item: Json | undefined,
): Json | undefined {
  const step = steps[at];
  if (step === undefined) return item;
  if (Array.isArray(value)) return changeList(value, step, steps, at, item);
  if (value !== undefined && !isObject(value)) return undefined;
  const out: Record<string, Json> = Object.assign(Object.create(null), value);
  const last = at === steps.length - 1;
  if (last && item === undefined) {
    delete out[step];
    return out;
  }
  const next = change(Object.hasOwn(out, step) ? out[step] : undefined, steps, at + 1, item);
  if (next === undefined) return undefined;
  out[step] = next;
  return out;
}

function changeList(
  list: readonly Json[],
  step: string,
  steps: readonly string[],
  at: number,
  item: Json | undefined,
): Json | undefined {
  const index = step === "-" ? list.length : /^(?:0|[1-9]\d{0,8})$/.test(step) ? Number(step) : -1;
  if (index < 0 || index > list.length) return undefined;
  if (at === steps.length - 1 && item === undefined) {
    return index < list.length ? list.toSpliced(index, 1) : undefined;
  }
  const next = change(list[index], steps, at + 1, item);
  return next === undefined ? undefined : list.toSpliced(index, 1, next);
}
