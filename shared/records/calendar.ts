/** Calendar arithmetic on instants in a zone. */
import { unreachable } from "../assert.ts";
import { DAY_MS, civilFromDays, dayOfWeek, daysFromCivil, daysInMonth, type CivilDate } from "./civil.ts";
import { instantOfLocal, type Zone } from "./zones.ts";

export const CALENDAR_UNITS = [
  "millisecond",
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];
type ClockUnit = "millisecond" | "second" | "minute" | "hour";

const clockUnitMs: Readonly<Record<ClockUnit, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
};

export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 1 for Monday to 7 for Sunday. */
  readonly dayOfWeek: number;
  readonly dayOfYear: number;
}

export function localTime(ms: number, zone: Zone): LocalTime {
  const local = localMs(ms, zone);
  const clock = clockOf(local);
  const { year, month, day } = dateOf(local);
  return {
    year,
    month,
    day,
    hour: Math.floor(clock / 3_600_000),
    minute: Math.floor(clock / 60_000) % 60,
    second: Math.floor(clock / 1000) % 60,
    millisecond: clock % 1000,
    dayOfWeek: weekdayOf(local),
    dayOfYear: dayOfYearOf(local),
  };
}

/** The local time as milliseconds as if it were UTC: what the parts below are taken from, without making an object. */
export function localMs(ms: number, zone: Zone): number {
  return ms + zone.offsetAt(ms);
}

/** Milliseconds since local midnight. */
export function clockOf(local: number): number {
  return local - Math.floor(local / DAY_MS) * DAY_MS;
}

export function dateOf(local: number): CivilDate {
  return civilFromDays(Math.floor(local / DAY_MS));
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(local: number): number {
  return dayOfWeek(Math.floor(local / DAY_MS));
}

export function dayOfYearOf(local: number): number {
  const days = Math.floor(local / DAY_MS);
  return days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1;
}

/** Week and year of ISO 8601: weeks start on Monday and belong to the year of their Thursday. */
export function isoWeek(ms: number, zone: Zone): { week: number; year: number } {
  const days = Math.floor((ms + zone.offsetAt(ms)) / DAY_MS);
  const thursday = days - dayOfWeek(days) + 4;
  const { year } = civilFromDays(thursday);
  return { week: Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7) + 1, year };
}

/** The start of the unit that the instant is in, as clocks in the zone show it. Weeks start on Monday. */
export function truncateInstant(ms: number, unit: CalendarUnit, zone: Zone): number {
  const offset = zone.offsetAt(ms);
  const local = ms + offset;
  if (isClockUnit(unit)) {
    const size = clockUnitMs[unit];
    // Within an hour that clocks show twice, the start is that of the same pass.
    const start = ms - (((local % size) + size) % size);
    return zone.offsetAt(start) === offset
      ? start
      : Math.max(start, instantOfLocal(zone, local - (((local % size) + size) % size)));
  }
  const days = Math.floor(local / DAY_MS);
  return instantOfLocal(zone, firstDay(days, unit) * DAY_MS);
}

function firstDay(days: number, unit: Exclude<CalendarUnit, ClockUnit>): number {
  if (unit === "day") return days;
  if (unit === "week") return days - dayOfWeek(days) + 1;
  const { year, month } = civilFromDays(days);
  switch (unit) {
    case "month":
      return daysFromCivil(year, month, 1);
    case "quarter":
      return daysFromCivil(year, month - ((month - 1) % 3), 1);
    case "year":
      return daysFromCivil(year, 1, 1);
    default:
      return unreachable(unit);
  }
}

/** Hours and less are elapsed time; days and more keep the local time of day, and months end on their last day at most. */
export function addToInstant(ms: number, amount: number, unit: CalendarUnit, zone: Zone): number {
  if (isClockUnit(unit)) return ms + amount * clockUnitMs[unit];
  if (amount === 0) return ms;
  return instantOfLocal(zone, addToLocal(ms + zone.offsetAt(ms), amount, unit));
}

function addToLocal(local: number, amount: number, unit: Exclude<CalendarUnit, ClockUnit>): number {
  if (unit === "day") return local + amount * DAY_MS;
  if (unit === "week") return local + amount * 7 * DAY_MS;
  const days = Math.floor(local / DAY_MS);
  const { year, month, day } = civilFromDays(days);
  const months = year * 12 + (month - 1) + amount * monthsOf(unit);
  const toYear = Math.floor(months / 12);
  const toMonth = months - toYear * 12 + 1;
  return daysFromCivil(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth))) * DAY_MS + (local - days * DAY_MS);
}

function monthsOf(unit: "month" | "quarter" | "year"): number {
  return unit === "month" ? 1 : unit === "quarter" ? 3 : 12;
}

/** How many whole units lie from one instant to the other, negative if it is earlier. */
export function unitsBetween(from: number, to: number, unit: CalendarUnit, zone: Zone): number {
  if (isClockUnit(unit)) return Math.trunc((to - from) / clockUnitMs[unit]) + 0;
  if (to < from) return -unitsBetween(to, from, unit, zone) + 0;
  const localFrom = from + zone.offsetAt(from);
  const localTo = to + zone.offsetAt(to);
  if (unit === "day") return Math.max(0, Math.floor((localTo - localFrom) / DAY_MS));
  if (unit === "week") return Math.max(0, Math.floor((localTo - localFrom) / (7 * DAY_MS)));
  const a = civilFromDays(Math.floor(localFrom / DAY_MS));
  const b = civilFromDays(Math.floor(localTo / DAY_MS));
  let months = (b.year - a.year) * 12 + b.month - a.month;
  while (months > 0 && addToLocal(localFrom, months, "month") > localTo) months -= 1;
  return Math.max(0, Math.floor(months / monthsOf(unit)));
}

function isClockUnit(unit: CalendarUnit): unit is ClockUnit {
  return unit in clockUnitMs;
}
