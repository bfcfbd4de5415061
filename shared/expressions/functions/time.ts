/** Functions of instants. Zones are UTC, offsets like +02:00 or names like Europe/Berlin; UTC unless given. Nothing here reads the clock. */
import {
  CALENDAR_UNITS,
  addToInstant,
  clockOf,
  dateOf,
  dayOfYearOf,
  isoWeek,
  localMs,
  truncateInstant,
  unitsBetween,
  weekdayOf,
  type CalendarUnit,
} from "../../records/calendar.ts";
import { daysFromCivil, daysInMonth, DAY_MS, isLeapYear } from "../../records/civil.ts";
import { isInstant } from "../../records/instants.ts";
import { compileTimePattern, formatInstant, parseByPattern, type TimePattern } from "../../records/time-format.ts";
import { UTC, findZone, instantOfLocal, type Zone } from "../../records/zones.ts";
import { defineFamily } from "./define.ts";
import { ExpressionError } from "./expression-error.ts";

type Count = number | bigint;

const ZONE = "UTC (unless given), an offset like +02:00, or a name like Europe/Berlin.";
const UNIT = `One of ${CALENDAR_UNITS.join(", ")}.`;
const PATTERN = "Letters as in java.time: yyyy-MM-dd HH:mm:ss.SSS XXX; other text in single quotes.";

export const timeFunctions = defineFamily("time", [
  {
    name: "time.parse",
    summary: "The instant of a text by a pattern; an error where the text does not fit.",
    signature: "(text: string, pattern: string, zone?: string) => instant",
    constants: [1],
    parameters: { pattern: PATTERN, zone: `Where the text has no offset. ${ZONE}` },
    bind: ({ constants }) => {
      const pattern = mustPattern(constants[1]);
      const zoneOf = zoneFinder(constants[2]);
      return (text: string, source: string, zone?: string) => {
        const ms = parseByPattern(text, pattern, zoneOf(zone));
        if (ms !== undefined) return ms;
        throw new ExpressionError(
          "REC_0007",
          `${JSON.stringify(text.slice(0, 60))} is not a time by the pattern ${source}.`,
          "Use time.tryParse for null instead.",
        );
      };
    },
    examples: [
      ["time.parse('29.02.2024 13:30', 'dd.MM.yyyy HH:mm')", 1709213400000],
      ["time.parse('29.02.2024 13:30', 'dd.MM.yyyy HH:mm', 'Europe/Berlin')", 1709209800000],
    ],
  },
  {
    name: "time.tryParse",
    summary: "The instant of a text by a pattern; null where the text does not fit.",
    signature: "(text: string, pattern: string, zone?: string) => instant | null",
    constants: [1],
    parameters: { pattern: PATTERN, zone: `Where the text has no offset. ${ZONE}` },
    bind: ({ constants }) => {
      const pattern = mustPattern(constants[1]);
      const zoneOf = zoneFinder(constants[2]);
      return (text: string, _source: string, zone?: string) => parseByPattern(text, pattern, zoneOf(zone)) ?? null;
    },
    examples: [
      ["time.tryParse('31.02.2024', 'dd.MM.yyyy')", null],
      ["time.tryParse('01.01.1970', 'dd.MM.yyyy')", 0],
    ],
  },
  {
    name: "time.format",
    summary: "The instant as text by a pattern, with English names.",
    signature: "(time: instant, pattern: string, zone?: string) => string",
    constants: [1],
    parameters: { pattern: PATTERN, zone: ZONE },
    bind: ({ constants }) => {
      const pattern = mustPattern(constants[1]);
      const zoneOf = zoneFinder(constants[2]);
      return (ms: number, _source: string, zone?: string) => formatInstant(ms, pattern, zoneOf(zone));
    },
    examples: [
      ["time.format(instant('2024-02-29T12:30:00Z'), 'EEE d MMM yyyy, HH:mm')", "Thu 29 Feb 2024, 12:30"],
      [
        "time.format(instant('2024-07-01T12:30:00Z'), \"yyyy-MM-dd'T'HH:mm:ssXXX\", 'America/New_York')",
        "2024-07-01T08:30:00-04:00",
      ],
    ],
  },
  {
    name: "time.date",
    summary: "The date of the instant in a zone, like 2024-02-29.",
    signature: "(time: instant, zone?: string) => string",
    parameters: { zone: ZONE },
    bind: ({ constants }) => {
      const zoneOf = zoneFinder(constants[1]);
      const pattern = mustPattern("yyyy-MM-dd");
      return (ms: number, zone?: string) => formatInstant(ms, pattern, zoneOf(zone));
    },
    examples: [["time.date(instant('2024-02-28T23:30:00Z'), 'Asia/Tokyo')", "2024-02-29"]],
  },
  {
    name: "time.of",
    summary: "The instant of a date, and a time of day, in a zone; an error where there is no such date.",
    signature: "(year: int, month: int, day: int, hour?: int, minute?: int, second?: int, zone?: string) => instant",
    parameters: { zone: ZONE },
    bind: ({ constants }) => {
      const zoneOf = zoneFinder(constants[6]);
      return (
        year: Count,
        month: Count,
        day: Count,
        hour: Count = 0,
        minute: Count = 0,
        second: Count = 0,
        zone?: string,
      ) => timeOf([year, month, day, hour, minute, second].map(Number), zoneOf(zone));
    },
    examples: [
      ["time.of(2024, 2, 29)", 1709164800000],
      ["time.of(2024, 2, 29, 12, 30, 0, 'Europe/Berlin')", 1709206200000],
    ],
  },
  {
    name: "time.truncate",
    summary: "The start of the unit that the instant is in, as clocks in the zone show it; weeks start on Monday.",
    signature: "(time: instant, unit: string, zone?: string) => instant",
    constants: [1],
    parameters: { unit: UNIT, zone: ZONE },
    bind: ({ constants }) => {
      const unit = mustUnit(constants[1]);
      const zoneOf = zoneFinder(constants[2]);
      return (ms: number, _unit: string, zone?: string) => mustInstant(truncateInstant(ms, unit, zoneOf(zone)));
    },
    examples: [
      ["time.truncate(instant('2024-02-29T12:34:56Z'), 'hour')", 1709208000000],
      ["time.truncate(instant('2024-02-29T12:34:56Z'), 'month')", 1706745600000],
      ["time.truncate(instant('2024-02-29T12:34:56Z'), 'day', 'America/New_York')", 1709182800000],
    ],
  },
  {
    name: "time.add",
    summary:
      "The instant moved by so many units; days and more keep the time of day, months end on their last day at most.",
    signature: "(time: instant, amount: int, unit: string, zone?: string) => instant",
    constants: [2],
    parameters: { amount: "Negative to go back.", unit: UNIT, zone: ZONE },
    bind: ({ constants }) => {
      const unit = mustUnit(constants[2]);
      const zoneOf = zoneFinder(constants[3]);
      return (ms: number, amount: Count, _unit: string, zone?: string) => {
        if (Math.abs(Number(amount)) > 1e13) return mustInstant(Infinity);
        return mustInstant(addToInstant(ms, Number(amount), unit, zoneOf(zone)));
      };
    },
    examples: [
      ["time.add(instant('2024-01-31'), 1, 'month')", 1709164800000],
      ["time.add(instant('2024-02-29T12:00:00Z'), -90, 'minute')", 1709202600000],
      ["time.add(instant('2024-03-30T12:00:00Z'), 1, 'day', 'Europe/Berlin')", 1711882800000],
    ],
  },
  {
    name: "time.diff",
    summary: "How many whole units lie from the first instant to the second, negative if it is earlier.",
    signature: "(from: instant, to: instant, unit: string, zone?: string) => int",
    constants: [2],
    parameters: { unit: UNIT, zone: ZONE },
    bind: ({ constants }) => {
      const unit = mustUnit(constants[2]);
      const zoneOf = zoneFinder(constants[3]);
      return (from: number, to: number, _unit: string, zone?: string) => unitsBetween(from, to, unit, zoneOf(zone));
    },
    examples: [
      ["time.diff(instant('2024-01-31'), instant('2024-02-29'), 'month')", 1],
      ["time.diff(instant('2024-02-29T12:00:00Z'), instant('2024-02-29T10:30:00Z'), 'hour')", -1],
    ],
  },
  part("year", "The year", (local) => dateOf(local).year, 2024),
  part("quarter", "The quarter of the year, 1 to 4,", (local) => Math.ceil(dateOf(local).month / 3), 1),
  part("month", "The month, 1 to 12,", (local) => dateOf(local).month, 2),
  part("day", "The day of the month, 1 to 31,", (local) => dateOf(local).day, 29),
  part("hour", "The hour, 0 to 23,", (local) => Math.floor(clockOf(local) / 3_600_000), 13),
  part("minute", "The minute, 0 to 59,", (local) => Math.floor(clockOf(local) / 60_000) % 60, 30),
  part("second", "The second, 0 to 59,", (local) => Math.floor(clockOf(local) / 1000) % 60, 15),
  part("millisecond", "The millisecond, 0 to 999,", (local) => clockOf(local) % 1000, 250),
  part("dayOfWeek", "The day of the week, 1 for Monday to 7 for Sunday,", weekdayOf, 4),
  part("dayOfYear", "The day of the year, 1 to 366,", dayOfYearOf, 60),
  {
    name: "time.weekOfYear",
    summary:
      "The week of the instant by ISO 8601, 1 to 53: weeks start on Monday and belong to the year of their Thursday.",
    signature: "(time: instant, zone?: string) => int",
    parameters: { zone: ZONE },
    bind: ({ constants }) => {
      const zoneOf = zoneFinder(constants[1]);
      return (ms: number, zone?: string) => isoWeek(ms, zoneOf(zone)).week;
    },
    examples: [
      ["time.weekOfYear(instant('2024-12-30'))", 1],
      ["time.weekOfYear(instant('2021-01-03'))", 53],
    ],
  },
  {
    name: "time.isWeekend",
    summary: "Whether the instant is on a Saturday or Sunday in a zone.",
    signature: "(time: instant, zone?: string) => boolean",
    parameters: { zone: ZONE },
    bind: ({ constants }) => {
      const zoneOf = zoneFinder(constants[1]);
      return (ms: number, zone?: string) => weekdayOf(localMs(ms, zoneOf(zone))) >= 6;
    },
    examples: [
      ["time.isWeekend(instant('2024-03-02'))", true],
      ["time.isWeekend(instant('2024-02-29'))", false],
    ],
  },
  {
    name: "time.isLeapYear",
    summary: "Whether a year has 366 days.",
    signature: "(year: int) => boolean",
    call: (year: Count) => isLeapYear(Number(year)),
    examples: [
      ["time.isLeapYear(2024)", true],
      ["time.isLeapYear(1900)", false],
    ],
  },
  {
    name: "time.epochMillis",
    summary: "The milliseconds of the instant since 1970-01-01T00:00:00Z.",
    signature: "(time: instant) => int",
    call: (ms: number) => ms,
    examples: [["time.epochMillis(instant('1970-01-01T00:00:01Z'))", 1000]],
  },
  {
    name: "time.epochSeconds",
    summary: "The whole seconds of the instant since 1970-01-01T00:00:00Z.",
    signature: "(time: instant) => int",
    call: (ms: number) => Math.floor(ms / 1000),
    examples: [["time.epochSeconds(instant('1970-01-01T00:01:00.9Z'))", 60]],
  },
  {
    name: "time.fromEpochMillis",
    summary: "The instant of so many milliseconds since 1970-01-01T00:00:00Z.",
    signature: "(milliseconds: int) => instant",
    call: (milliseconds: Count) => mustInstant(Number(milliseconds)),
    examples: [["time.fromEpochMillis(1709164800000)", 1709164800000]],
  },
  {
    name: "time.fromEpochSeconds",
    summary: "The instant of so many seconds since 1970-01-01T00:00:00Z.",
    signature: "(seconds: int) => instant",
    call: (seconds: Count) => mustInstant(Number(seconds) * 1000),
    examples: [["time.fromEpochSeconds(1709164800)", 1709164800000]],
  },
  {
    name: "time.fromEpochMicros",
    summary: "The instant of so many microseconds since 1970-01-01T00:00:00Z, cut to the millisecond.",
    signature: "(microseconds: int) => instant",
    call: (microseconds: Count) => mustInstant(floorThousandth(microseconds)),
    examples: [["time.fromEpochMicros(1709164800000999)", 1709164800000]],
  },
  span("milliseconds", 1, 250),
  span("seconds", 1000, 10),
  span("minutes", 60_000, 5),
  span("hours", 3_600_000, 2),
  span("days", DAY_MS, 7),
]);

function part(name: string, what: string, read: (local: number) => number, shown: number) {
  return {
    name: `time.${name}`,
    summary: `${what} of the instant in a zone.`.replace(", of", " of"),
    signature: "(time: instant, zone?: string) => int",
    parameters: { zone: ZONE },
    bind: ({ constants }: { readonly constants: readonly unknown[] }) => {
      const zoneOf = zoneFinder(constants[1]);
      return (ms: number, zone?: string) => read(localMs(ms, zoneOf(zone)));
    },
    examples: [[`time.${name}(instant('2024-02-29T12:30:15.25Z'), 'Europe/Berlin')`, shown]] as const,
  };
}

function span(name: string, unitMs: number, shown: number) {
  return {
    name: `time.${name}`,
    summary: `The duration of so many ${name}.`,
    signature: "(count: int) => duration",
    call: (count: Count) => mustDuration(Number(count) * unitMs),
    examples: [[`time.${name}(${shown})`, shown * unitMs]] as const,
  };
}

function mustDuration(ms: number): number {
  if (Number.isSafeInteger(ms)) return ms + 0;
  throw new ExpressionError("REC_0005", "The duration is too long.", "Durations are below 285,000 years.");
}

function mustPattern(source: unknown): TimePattern {
  const pattern = compileTimePattern(String(source));
  if (!("error" in pattern)) return pattern;
  throw new ExpressionError(
    "REC_0005",
    `The pattern ${JSON.stringify(source)} is not valid: ${pattern.error}.`,
    PATTERN,
  );
}

function mustUnit(unit: unknown): CalendarUnit {
  const text = String(unit);
  const found = CALENDAR_UNITS.find((known) => known === text || `${known}s` === text);
  if (found !== undefined) return found;
  throw new ExpressionError("REC_0005", `There is no unit ${JSON.stringify(unit)}.`, UNIT);
}

function mustZone(name: string): Zone {
  const zone = findZone(name);
  if (zone !== undefined) return zone;
  throw new ExpressionError("REC_0005", `There is no time zone ${JSON.stringify(name.slice(0, 60))}.`, `Give ${ZONE}`);
}

/** A literal zone is looked up once, before the run. */
function zoneFinder(constant: unknown): (name: string | undefined) => Zone {
  if (typeof constant === "string") {
    const zone = mustZone(constant);
    return () => zone;
  }
  return (name) => (name === undefined ? UTC : mustZone(name));
}

function mustInstant(ms: number): number {
  if (isInstant(ms)) return ms + 0;
  throw new ExpressionError("REC_0005", "The instant is out of range.", "Instants are within 275,000 years of 1970.");
}

function timeOf(fields: readonly number[], zone: Zone): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const isDate = Math.abs(year) < 270_000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  const isTime = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
  if (!isDate || !isTime)
    throw new ExpressionError(
      "REC_0005",
      `There is no time ${fields.join(", ")}.`,
      "Months are 1 to 12, hours 0 to 23.",
    );
  const local = daysFromCivil(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
  return mustInstant(instantOfLocal(zone, local));
}

function floorThousandth(value: Count): number {
  if (typeof value === "number") return Math.floor(value / 1000);
  return Number(value / 1000n) - (value < 0n && value % 1000n !== 0n ? 1 : 0);
}
