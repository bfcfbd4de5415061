/** The common form of an instant, `2024-02-29T12:30:00.123Z`, read without making a string. */
import { DAY_MS, daysFromCivil, daysInMonth } from "../../shared/records/civil.ts";

/**
 * Milliseconds since the epoch of `YYYY-MM-DDTHH:MM:SSZ` with up to nine digits after the second; NaN for everything else, of which
 * `parseInstant` knows whether it is an instant.
 */
export function readInstant(data: DataView, from: number, to: number): number {
  const length = to - from;
  if (length < 20 || length > 30 || data.getUint8(to - 1) !== 0x5a) return Number.NaN;
  if (data.getUint8(from + 4) !== 0x2d || data.getUint8(from + 7) !== 0x2d || data.getUint8(from + 10) !== 0x54)
    return Number.NaN;
  if (data.getUint8(from + 13) !== 0x3a || data.getUint8(from + 16) !== 0x3a) return Number.NaN;
  const year = pair(data, from) * 100 + pair(data, from + 2);
  const month = pair(data, from + 5);
  const day = pair(data, from + 8);
  const hour = pair(data, from + 11);
  const minute = pair(data, from + 14);
  const second = pair(data, from + 17);
  // A NaN among them fails the comparisons.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 59))
    return Number.NaN;
  if (day > 28 && day > daysInMonth(year, month)) return Number.NaN;
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + fraction(data, from + 19, to - 1);
  return daysFromCivil(year, month, day) * DAY_MS + time;
}

/** Two digits, or NaN. */
function pair(data: DataView, p: number): number {
  const high = data.getUint8(p) - 0x30;
  const low = data.getUint8(p + 1) - 0x30;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : Number.NaN;
}

/** The milliseconds of `.123456`, cut; 0 for nothing. */
function fraction(data: DataView, from: number, to: number): number {
  if (from === to) return 0;
  if (data.getUint8(from) !== 0x2e || to - from < 2) return Number.NaN;
  let ms = 0;
  for (let p = from + 1, unit = 100; p < to; p++) {
    const digit = data.getUint8(p) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    if (unit >= 1) ms += digit * unit;
    unit /= 10;
  }
  return ms;
}
