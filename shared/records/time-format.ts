/**
 * Patterns to print and read instants, in the letters of Unicode's date fields (UTS 35) as java.time has them:
 *
 *     yyyy yy  MM M MMM MMMM  dd d  DDD  EEE EEEE e  HH H hh h a  mm m  ss s  SSS (1 to 9)  X XX XXX x xx xxx  'text'
 *
 * Names are English, whatever the machine is set to.
 */
import { DAY_MS, daysFromCivil, daysInMonth, INSTANT_MAX } from "./civil.ts";
import { localTime, type LocalTime } from "./calendar.ts";
import { parseOffset } from "./instants.ts";
import { instantOfLocal, type Zone } from "./zones.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A literal text, or a letter and how often it stands. */
type Part = string | { readonly letter: string; readonly count: number };
export type TimePattern = readonly Part[];

const counts: Readonly<Record<string, number>> = {
  y: 4,
  M: 4,
  d: 2,
  D: 3,
  E: 4,
  e: 1,
  H: 2,
  h: 2,
  a: 1,
  m: 2,
  s: 2,
  S: 9,
  X: 3,
  x: 3,
};

/** The parts of a pattern; a text that says what is wrong where it is malformed. */
export function compileTimePattern(source: string): TimePattern | { readonly error: string } {
  if (source.length > 200) return { error: "it is longer than 200 characters" };
  const parts: Part[] = [];
  const pattern = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/y;
  while (pattern.lastIndex < source.length) {
    const match = pattern.exec(source);
    if (match === null) return { error: "a quote is not closed" };
    const letter = match[2];
    if (letter === undefined) parts.push(match[1] === undefined ? match[0] : match[1].replaceAll("''", "'") || "'");
    else {
      const count = match[0].length;
      if (count > (counts[letter] ?? 0) || (letter === "y" && count === 3))
        return { error: `${match[0]} is not a field; text stands in single quotes` };
      parts.push({ letter, count });
    }
  }
  return parts;
}

export function formatInstant(ms: number, pattern: TimePattern, zone: Zone): string {
  const local = localTime(ms, zone);
  const offset = zone.offsetAt(ms);
  let text = "";
  for (const part of pattern)
    text += typeof part === "string" ? part : printField(part.letter, part.count, local, offset);
  return text;
}

function printField(letter: string, count: number, local: LocalTime, offset: number): string {
  switch (letter) {
    case "y":
      return count === 2 ? pad(((local.year % 100) + 100) % 100, 2) : pad(local.year, count);
    case "M":
      if (count >= 3) return name(MONTHS, local.month, count);
      return pad(local.month, count);
    case "d":
      return pad(local.day, count);
    case "D":
      return pad(local.dayOfYear, count);
    case "E":
      return name(WEEKDAYS, local.dayOfWeek, count);
    case "e":
      return String(local.dayOfWeek);
    case "H":
      return pad(local.hour, count);
    case "h":
      return pad(local.hour % 12 === 0 ? 12 : local.hour % 12, count);
    case "a":
      return local.hour < 12 ? "AM" : "PM";
    case "m":
      return pad(local.minute, count);
    case "s":
      return pad(local.second, count);
    case "S":
      return pad(local.millisecond, 3).padEnd(count, "0").slice(0, count);
    default:
      return letter === "X" && offset === 0 ? "Z" : printOffset(offset, count);
  }
}

function pad(value: number, length: number): string {
  return value < 0 ? `-${String(-value).padStart(length, "0")}` : String(value).padStart(length, "0");
}

function name(names: readonly string[], position: number, count: number): string {
  const full = names[position - 1]!;
  return count === 4 ? full : full.slice(0, 3);
}

/** Seconds of an offset (local mean times before 1900 or so) are cut, as the patterns have no place for them. */
function printOffset(offset: number, count: number): string {
  const minutes = Math.trunc(Math.abs(offset) / 60_000);
  const sign = offset < 0 ? "-" : "+";
  const hours = pad(Math.floor(minutes / 60), 2);
  const rest = pad(minutes % 60, 2);
  if (count === 1) return minutes % 60 === 0 ? sign + hours : sign + hours + rest;
  return count === 2 ? sign + hours + rest : `${sign}${hours}:${rest}`;
}

/** What was read; years of two digits are 2000 to 2099. */
interface Fields {
  year: number;
  month: number;
  day: number;
  dayOfYear: number | undefined;
  hour: number;
  half: "AM" | "PM" | undefined;
  minute: number;
  second: number;
  millisecond: number;
  offset: number | undefined;
  weekday: number | undefined;
}

/** The instant of a text by a pattern; the zone counts where the text has no offset. Undefined where the text does not fit or is no possible time. */
export function parseByPattern(text: string, pattern: TimePattern, zone: Zone): number | undefined {
  const fields: Fields = {
    year: 1970,
    month: 1,
    day: 1,
    dayOfYear: undefined,
    hour: 0,
    half: undefined,
    minute: 0,
    second: 0,
    millisecond: 0,
    offset: undefined,
    weekday: undefined,
  };
  let at = 0;
  for (const [i, part] of pattern.entries()) {
    if (typeof part === "string") {
      if (!text.startsWith(part, at)) return undefined;
      at += part.length;
      continue;
    }
    // A field directly before another one has exactly its digits, as in yyyyMMdd.
    const isAdjacent = typeof pattern[i + 1] === "object";
    const length = readField(text, at, part.letter, part.count, isAdjacent, fields);
    if (length === 0) return undefined;
    at += length;
  }
  return at === text.length ? instantOf(fields, zone) : undefined;
}

function readField(text: string, at: number, letter: string, count: number, adjacent: boolean, fields: Fields): number {
  switch (letter) {
    case "M":
      if (count >= 3) return readName(text, at, MONTHS, count, (value) => (fields.month = value));
      break;
    case "E":
      return readName(text, at, WEEKDAYS, count, (value) => (fields.weekday = value));
    case "a": {
      const half = text.slice(at, at + 2).toUpperCase();
      if (half !== "AM" && half !== "PM") return 0;
      fields.half = half;
      return 2;
    }
    case "X":
    case "x":
      return readOffset(text, at, letter, fields);
    default:
      break;
  }
  return readNumber(text, at, letter, count, adjacent, fields);
}

function readName(
  text: string,
  at: number,
  names: readonly string[],
  count: number,
  set: (value: number) => void,
): number {
  const found = names.findIndex((full) => {
    const wanted = (count === 4 ? full : full.slice(0, 3)).toLowerCase();
    return text.slice(at, at + wanted.length).toLowerCase() === wanted;
  });
  if (found < 0) return 0;
  set(found + 1);
  return count === 4 ? names[found]!.length : 3;
}

function readOffset(text: string, at: number, letter: string, fields: Fields): number {
  const pattern = /[Zz]|[+-]\d\d(?::?\d\d)?/y;
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  if (found === undefined || (letter === "x" && /z/i.test(found))) return 0;
  fields.offset = parseOffset(found);
  return fields.offset === undefined ? 0 : found.length;
}

function readNumber(
  text: string,
  at: number,
  letter: string,
  count: number,
  adjacent: boolean,
  fields: Fields,
): number {
  const most =
    letter === "S" || (adjacent && count > 1) ? count : Math.max(count, letter === "y" ? 4 : letter === "D" ? 3 : 2);
  const least = count;
  let end = at;
  while (end < at + most && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end += 1;
  if (end - at < least || (letter === "y" && count === 2 && end - at !== 2)) return 0;
  const value = Number(text.slice(at, end));
  switch (letter) {
    case "y":
      fields.year = count === 2 ? 2000 + value : value;
      break;
    case "M":
      fields.month = value;
      break;
    case "d":
      fields.day = value;
      break;
    case "D":
      fields.dayOfYear = value;
      break;
    case "e":
      fields.weekday = value;
      break;
    case "H":
    case "h":
      if (letter === "h" && (value < 1 || value > 12)) return 0;
      fields.hour = value;
      break;
    case "m":
      fields.minute = value;
      break;
    case "s":
      fields.second = value;
      break;
    default:
      fields.millisecond = Number(text.slice(at, end).padEnd(3, "0").slice(0, 3));
  }
  return end - at;
}

function instantOf(fields: Fields, zone: Zone): number | undefined {
  const { year, month, day, dayOfYear, minute, second } = fields;
  if (fields.half !== undefined && fields.hour > 12) return undefined;
  const hour = fields.half === undefined ? fields.hour : (fields.hour % 12) + (fields.half === "PM" ? 12 : 0);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  let days = daysFromCivil(year, month, day);
  if (dayOfYear !== undefined) {
    days = daysFromCivil(year, 1, 1) + dayOfYear - 1;
    if (dayOfYear < 1 || days >= daysFromCivil(year + 1, 1, 1)) return undefined;
  }
  const local = days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + fields.millisecond;
  if (Math.abs(local) > INSTANT_MAX - 2 * DAY_MS) return undefined;
  const ms = fields.offset === undefined ? instantOfLocal(zone, local) : local - fields.offset;
  if (fields.weekday === undefined) return ms;
  // A weekday that contradicts the date is a mistake in the data.
  return (((days + 3) % 7) + 7) % 7 === fields.weekday - 1 ? ms : undefined;
}
