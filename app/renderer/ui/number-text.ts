export interface NumberLimits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly integer?: boolean | undefined;
}

/** Undefined when the text is no number, or one outside the limits. Spaces and underscores may group digits. */
export function parseNumber(
  text: string,
  { min = -Infinity, max = Infinity, integer = false }: NumberLimits,
): number | undefined {
  const plain = text.replaceAll(/[\s_]/gu, "");
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isSafeInteger(value))
    ? value
    : undefined;
}

/** One step from `value` (from 0, or the nearest limit, when there is none), kept within the limits and free of binary dust such as 0.30000000000000004. */
export function stepNumber(
  value: number | null,
  by: number,
  { min = -Infinity, max = Infinity }: NumberLimits,
): number {
  const next = (value ?? Math.max(min, Math.min(0, max))) + by;
  return Math.min(max, Math.max(min, Number(next.toPrecision(12))));
}
