/** Time zones: the offset from UTC at any instant, and the instant of a local date and time. Rules are those of the platform (Intl). */
import { DAY_MS, INSTANT_MAX, daysFromCivil } from "./civil.ts";
import { parseOffset } from "./instants.ts";

export interface Zone {
  readonly name: string;
  /** Milliseconds to add to UTC for local time, at the instant `ms`. */
  offsetAt(ms: number): number;
}

export const UTC: Zone = { name: "UTC", offsetAt: () => 0 };

const zones = new Map<string, Zone>([
  ["UTC", UTC],
  ["Z", UTC],
]);
const MAX_ZONES = 1000;

/** `UTC`, an offset like `+02:00`, or a name of the IANA database like `Europe/Berlin`; undefined for anything else. */
export function findZone(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = makeZone(name);
  if (zone !== undefined && zones.size < MAX_ZONES) zones.set(name, zone);
  return zone;
}

/**
 * The instant at which clocks in the zone show `localMs` (milliseconds of the local date and time as if it were UTC). Where they show it twice, the earlier one; where
 * clocks were put forward over it, as much later as they were put forward (as java.time does).
 */
export function instantOfLocal(zone: Zone, localMs: number): number {
  const before = zone.offsetAt(clampInstant(localMs - DAY_MS));
  const after = zone.offsetAt(clampInstant(localMs + DAY_MS));
  if (before === after && zone.offsetAt(clampInstant(localMs - before)) === before) return localMs - before;
  for (const offset of before > after ? [before, after] : [after, before])
    if (zone.offsetAt(clampInstant(localMs - offset)) === offset) return localMs - offset;
  return localMs - before;
}

function clampInstant(ms: number): number {
  return Math.max(-INSTANT_MAX, Math.min(INSTANT_MAX, ms));
}

function makeZone(name: string): Zone | undefined {
  const offset = parseOffset(name);
  if (offset !== undefined) return { name, offsetAt: () => offset };
  if (name.length > 64 || !/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return undefined;
  try {
    return new IanaZone(name);
  } catch {
    return undefined;
  }
}

/** What is known of one UTC day: one offset, or two and the instant at which the second begins. */
interface Day {
  readonly first: number;
  readonly changeMs: number;
  readonly second: number;
}

const MAX_DAYS = 8192;

/**
 * Asking Intl costs microseconds, so each UTC day is asked once: where the offset is the same at its start and its end, it is taken to hold in
 * between (no zone ever changed forth and back within a day), else the instant of the change is found by bisection.
 */
class IanaZone implements Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #days = new Map<number, Day>();
  #lastIndex = NaN;
  #last: Day = { first: 0, changeMs: Infinity, second: 0 };

  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  offsetAt(ms: number): number {
    const index = Math.floor(ms / DAY_MS);
    if (index !== this.#lastIndex) {
      this.#last = this.#day(index);
      this.#lastIndex = index;
    }
    return ms >= this.#last.changeMs ? this.#last.second : this.#last.first;
  }

  #day(index: number): Day {
    const known = this.#days.get(index);
    if (known !== undefined) return known;
    const from = Math.max(-INSTANT_MAX, index * DAY_MS);
    const to = Math.min(INSTANT_MAX, (index + 1) * DAY_MS);
    const first = this.#ask(from);
    const second = this.#ask(to);
    const day = { first, second, changeMs: first === second ? Infinity : this.#bisect(from, to, first) };
    if (this.#days.size >= MAX_DAYS) this.#days.clear();
    this.#days.set(index, day);
    return day;
  }

  /** Invariant: the offset is `first` at `low` and another one at `high`; offsets change at whole seconds. */
  #bisect(from: number, to: number, first: number): number {
    let low = from / 1000;
    let high = to / 1000;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle * 1000) === first) low = middle;
      else high = middle;
    }
    return high * 1000;
  }

  #ask(ms: number): number {
    const parts: Record<string, number> = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    let isBeforeChrist = false;
    for (const { type, value } of this.#format.formatToParts(ms)) {
      if (type === "era") isBeforeChrist = value.startsWith("B");
      else if (type in parts) parts[type] = Number(value);
    }
    const year = isBeforeChrist ? 1 - parts["year"]! : parts["year"]!;
    const days = daysFromCivil(year, parts["month"]!, parts["day"]!);
    const local = days * DAY_MS + ((parts["hour"]! * 60 + parts["minute"]!) * 60 + parts["second"]!) * 1000;
    return local - Math.floor(ms / 1000) * 1000;
  }
}
