/** Instants as text: RFC 3339 and the date-only form of ISO 8601, read strictly. */
import { DAY_MS, INSTANT_MAX, daysFromCivil, daysInMonth } from "./civil.ts";

const form =
  /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d\d(?::?\d\d)?))?$/;

/**
 * `2024-02-29T12:30:00.5+02:00`, `2024-02-29 12:30Z`, or `2024-02-29` (midnight UTC). A time needs an offset. Digits after the millisecond are cut. Undefined for
 * everything else, impossible dates included.
 */
export function parseInstant(text: string): number | undefined {
  if (text.length > 40) return undefined;
  const match = form.exec(text);
  if (match === null || match[1] === "-000000") return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  let ms = daysFromCivil(year, month, day) * DAY_MS;
  if (match[4] !== undefined) {
    const hour = Number(match[4]);
    const minute = Number(match[5]);
    const second = Number(match[6] ?? 0);
    const offset = parseOffset(match[8] ?? "Z");
    if (hour > 23 || minute > 59 || second > 59 || offset === undefined) return undefined;
    ms += ((hour * 60 + minute) * 60 + second) * 1000 + Number((match[7] ?? "").padEnd(3, "0").slice(0, 3)) - offset;
  }
  return Math.abs(ms) <= INSTANT_MAX ? ms : undefined;
}

/** Milliseconds of `Z`, `+02`, `+0200`, `-05:30`; undefined beyond 23:59. */
export function parseOffset(text: string): number | undefined {
  if (text === "Z" || text === "z") return 0;
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (match === null) return undefined;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  if (hours > 23 || minutes > 59) return undefined;
  return (match[1] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** `2024-02-29T10:30:00.500Z`, always with milliseconds; the instant has to be in range. */
export function printInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Whether a number is an instant: an integer within the range of dates. */
export function isInstant(ms: number): boolean {
  return Number.isInteger(ms) && Math.abs(ms) <= INSTANT_MAX;
}
