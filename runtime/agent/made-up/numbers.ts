/** Plausible numbers, by the words of a field's name. */

interface Range {
  readonly min: number;
  readonly max: number;
  readonly digits: number;
  /** Small ones more often than large ones. */
  readonly logarithmic?: boolean;
}

const RANGES: readonly (readonly [RegExp, Range])[] = [
  [
    /^(?:amount|price|total|cost|balance|fee|paid|revenue|value|sum|net|gross|tax|salary|subtotal|charge)$/,
    { min: 1, max: 500, digits: 2, logarithmic: true },
  ],
  [/^(?:quantity|count|qty|items|pieces|seats|units|number)$/, { min: 1, max: 5, digits: 0 }],
  [/^(?:temperature|temp|celsius)$/, { min: 15, max: 30, digits: 1 }],
  [/^(?:humidity|percent|percentage|battery|load|usage)$/, { min: 20, max: 95, digits: 1 }],
  [/^(?:ratio|rate|probability|confidence|share|score|discount)$/, { min: 0, max: 1, digits: 2 }],
  [/^(?:lat|latitude)$/, { min: 36, max: 60, digits: 5 }],
  [/^(?:lon|lng|longitude)$/, { min: -9, max: 24, digits: 5 }],
  [/^(?:age|years)$/, { min: 18, max: 80, digits: 0 }],
  [/^year$/, { min: 2015, max: 2026, digits: 0 }],
  [/^(?:ms|millis|latency|duration|elapsed|took)$/, { min: 2, max: 900, digits: 0, logarithmic: true }],
  [/^(?:bytes|length)$/, { min: 100, max: 100_000, digits: 0, logarithmic: true }],
  [/^(?:speed|kmh)$/, { min: 0, max: 120, digits: 1 }],
  [/^(?:rating|stars)$/, { min: 1, max: 5, digits: 0 }],
];

const OTHER: Range = { min: 0, max: 100, digits: 2 };

/** `uniform` in [0, 1); `whole`: without a fraction. */
export function numberFor(
  words: readonly string[],
  uniform: number,
  whole: boolean,
): { value: number; digits: number } {
  const last = words.at(-1) ?? "";
  const range = RANGES.find(([pattern]) => pattern.test(last))?.[1] ?? OTHER;
  const wide = whole && range.max <= 1 ? { ...range, max: 100 } : range;
  const digits = whole ? 0 : wide.digits;
  const { min, max } = wide;
  const exact =
    wide.logarithmic === true
      ? Math.exp(Math.log(min) + uniform * (Math.log(max) - Math.log(min)))
      : min + uniform * (max - min);
  return { value: whole ? Math.floor(exact + uniform) : Math.round(exact * 10 ** digits) / 10 ** digits, digits };
}
