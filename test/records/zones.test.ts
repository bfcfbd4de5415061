import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  CALENDAR_UNITS,
  addToInstant,
  isoWeek,
  localTime,
  truncateInstant,
  unitsBetween,
} from "../../shared/records/calendar.ts";
import { civilFromDays, daysFromCivil } from "../../shared/records/civil.ts";
import { parseInstant, printInstant } from "../../shared/records/instants.ts";
import {
  compileTimePattern,
  formatInstant,
  parseByPattern,
  type TimePattern,
} from "../../shared/records/time-format.ts";
import { UTC, findZone, instantOfLocal, type Zone } from "../../shared/records/zones.ts";
import { instants } from "../support/arbitrary-types.ts";

const names = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
  "America/Sao_Paulo",
  "Antarctica/Troll",
];
const zoneNames = fc.constantFrom(...names);
const zoneOf = (name: string): Zone => findZone(name) ?? assert.fail(name);
const at = (text: string): number => parseInstant(text) ?? assert.fail(text);
/** Half of them within a day of a change of clocks in Berlin, New York or Lord Howe. */
const moments = fc.oneof(
  instants,
  fc
    .tuple(
      fc.constantFrom(
        "2024-03-31T01:00Z",
        "2024-10-27T01:00Z",
        "2024-03-10T07:00Z",
        "2024-11-03T06:00Z",
        "2024-10-05T15:30Z",
        "2011-12-30T10:00Z",
      ),
      fc.integer({ min: -86_400_000, max: 86_400_000 }),
    )
    .map(([text, delta]) => at(text) + delta),
);

const formats = new Map<string, Intl.DateTimeFormat>();

function intlParts(ms: number, timeZone: string): number[] {
  const format = formats.get(timeZone) ?? makeFormat(timeZone);
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return (["year", "month", "day", "hour", "minute", "second"] as const).map((type) => parts.get(type) ?? NaN);
}

function makeFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
}

describe("zones", () => {
  test("parts of an instant are those that Intl gives", () => {
    fc.assert(
      fc.property(moments, zoneNames, (ms, name) => {
        const local = localTime(ms, zoneOf(name));
        const expected = intlParts(ms, name);
        assert.deepEqual([local.year, local.month, local.day, local.hour, local.minute, local.second], expected);
        assert.equal(local.millisecond, ((ms % 1000) + 1000) % 1000);
      }),
      { numRuns: 600 },
    );
  });

  test("changes of clocks are found to the second", () => {
    const berlin = zoneOf("Europe/Berlin");
    assert.equal(berlin.offsetAt(at("2024-03-31T00:59:59.999Z")), 3_600_000);
    assert.equal(berlin.offsetAt(at("2024-03-31T01:00:00Z")), 7_200_000);
    assert.equal(zoneOf("Australia/Lord_Howe").offsetAt(at("2024-10-05T15:30:00Z")), 39_600_000);
    assert.equal(zoneOf("Australia/Lord_Howe").offsetAt(at("2024-10-05T15:29:59Z")), 37_800_000);
  });

  test("local times that exist once come back; twice is the earlier; none is pushed forward", () => {
    fc.assert(
      fc.property(moments, zoneNames, (ms, name) => {
        const zone = zoneOf(name);
        const local = ms + zone.offsetAt(ms);
        const back = instantOfLocal(zone, local);
        assert.equal(back + zone.offsetAt(back), local);
        assert.ok(back <= ms);
      }),
      { numRuns: 600 },
    );
    const berlin = zoneOf("Europe/Berlin");
    const local = (text: string): number => at(`${text}Z`);
    assert.equal(instantOfLocal(berlin, local("2024-10-27T02:30")), at("2024-10-27T00:30Z"));
    assert.equal(instantOfLocal(berlin, local("2024-03-31T02:30")), at("2024-03-31T01:30Z"));
    assert.equal(instantOfLocal(zoneOf("Pacific/Apia"), local("2011-12-30T12:00")), at("2011-12-30T22:00Z"));
  });

  test("fixed offsets, and names that are none", () => {
    assert.equal(zoneOf("+05:30").offsetAt(0), 19_800_000);
    assert.equal(zoneOf("-08").offsetAt(0), -28_800_000);
    for (const name of ["", "Mars/Olympus", "+25:00", "../etc", "Europe/Berlin ", "x".repeat(100)])
      assert.equal(findZone(name), undefined);
  });
});

describe("the calendar", () => {
  test("days and dates agree with Date", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (days) => {
        const { year, month, day } = civilFromDays(days);
        const date = new Date(days * 86_400_000);
        assert.deepEqual([year, month, day], [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
        assert.equal(daysFromCivil(year, month, day), days);
        assert.equal(localTime(days * 86_400_000, UTC).dayOfWeek % 7, date.getUTCDay());
      }),
    );
  });

  test("the start of a unit is at or before, shows nothing smaller, and is its own start", () => {
    fc.assert(
      fc.property(moments, zoneNames, fc.constantFrom(...CALENDAR_UNITS), (ms, name, unit) => {
        const zone = zoneOf(name);
        const start = truncateInstant(ms, unit, zone);
        assert.ok(start <= ms);
        assert.equal(truncateInstant(start, unit, zone), start);
        if (unit === "week") assert.equal(localTime(start, zone).dayOfWeek, 1);
        if (unit === "month" || unit === "quarter" || unit === "year") assert.equal(localTime(start, zone).day, 1);
      }),
      { numRuns: 600 },
    );
  });

  const truncated: [string, (typeof CALENDAR_UNITS)[number], string, string][] = [
    ["2024-10-27T01:30:00Z", "hour", "Europe/Berlin", "2024-10-27T01:00:00.000Z"],
    ["2024-10-27T00:30:00Z", "hour", "Europe/Berlin", "2024-10-27T00:00:00.000Z"],
    ["2024-10-27T12:00:00Z", "day", "Europe/Berlin", "2024-10-26T22:00:00.000Z"],
    ["2024-05-01T10:10:10Z", "hour", "Asia/Kolkata", "2024-05-01T09:30:00.000Z"],
    ["2018-11-04T12:00:00Z", "day", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    ["2024-01-01T00:00:00Z", "week", "UTC", "2024-01-01T00:00:00.000Z"],
    ["2023-12-31T23:00:00Z", "week", "UTC", "2023-12-25T00:00:00.000Z"],
    ["2024-05-15T00:00:00Z", "quarter", "UTC", "2024-04-01T00:00:00.000Z"],
    ["1969-12-31T23:59:59.999Z", "second", "UTC", "1969-12-31T23:59:59.000Z"],
  ];
  for (const [text, unit, zone, expected] of truncated)
    test(`${text} to the ${unit} in ${zone}`, () =>
      assert.equal(printInstant(truncateInstant(at(text), unit, zoneOf(zone))), expected));

  test("adding days and months keeps the time of day where it exists", () => {
    fc.assert(
      fc.property(
        moments,
        zoneNames,
        fc.constantFrom("day", "week", "month", "quarter", "year"),
        fc.integer({ min: -40, max: 40 }),
        (ms, name, unit, amount) => {
          const zone = zoneOf(name);
          const moved = addToInstant(ms, amount, unit, zone);
          const localMoved = moved + zone.offsetAt(moved);
          const local = ms + zone.offsetAt(ms);
          const clock = (x: number): number => ((x % 86_400_000) + 86_400_000) % 86_400_000;
          // Only a local time that clocks skip comes out later.
          if (clock(localMoved) !== clock(local))
            assert.notEqual(zone.offsetAt(moved - 86_400_000), zone.offsetAt(moved));
          if (amount >= 0 && unit !== "day" && unit !== "week")
            assert.ok(
              unitsBetween(ms, moved, unit, zone) >= amount - 1 && unitsBetween(ms, moved, unit, zone) <= amount,
            );
        },
      ),
      { numRuns: 600 },
    );
  });

  test("weeks of ISO 8601", () => {
    const cases: [string, number, number][] = [
      ["2005-01-01", 53, 2004],
      ["2005-01-02", 53, 2004],
      ["2007-12-31", 1, 2008],
      ["2008-12-28", 52, 2008],
      ["2008-12-29", 1, 2009],
      ["2010-01-03", 53, 2009],
      ["2024-02-29", 9, 2024],
    ];
    for (const [date, week, year] of cases) assert.deepEqual(isoWeek(at(date), UTC), { week, year }, date);
  });

  test("whole units between", () => {
    const cases: [string, string, (typeof CALENDAR_UNITS)[number], number][] = [
      ["2024-01-31", "2024-02-29", "month", 1],
      ["2024-01-31", "2024-02-28", "month", 0],
      ["2024-02-29", "2025-02-28", "year", 1],
      ["2024-02-29", "2023-03-01", "year", 0],
      ["2024-05-01", "2024-01-01", "quarter", -1],
      ["2024-05-01", "2024-05-15", "week", 2],
    ];
    for (const [from, to, unit, expected] of cases)
      assert.equal(unitsBetween(at(from), at(to), unit, UTC), expected, `${from} ${to}`);
    const berlin = zoneOf("Europe/Berlin");
    assert.equal(unitsBetween(at("2024-03-30T12:00Z"), at("2024-03-31T11:00Z"), "day", berlin), 1);
    assert.equal(unitsBetween(at("2024-03-30T12:00Z"), at("2024-03-31T11:00Z"), "hour", berlin), 23);
  });
});

describe("time patterns", () => {
  function compile(source: string): TimePattern {
    const pattern = compileTimePattern(source);
    if ("error" in pattern) assert.fail(pattern.error);
    return pattern;
  }

  test("what is printed reads back, wherever the pattern says all", () => {
    const patterns = [
      "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
      "EEEE, d MMMM yyyy h:mm:ss a SSS x",
      "yyyyMMddHHmmssSSSXX",
      "yyyy DDD HH:mm:ss.SSS xxx",
      "'on' d.M.yyyy 'at' H:m:s,SSS X ''e''",
    ].map(compile);
    fc.assert(
      fc.property(
        fc.integer({ min: at("1972-01-01"), max: at("2200-01-01") }),
        zoneNames,
        fc.constantFrom(...patterns),
        (ms, name, pattern) => {
          const zone = zoneOf(name);
          assert.equal(parseByPattern(formatInstant(ms, pattern, zone), pattern, zone), ms);
        },
      ),
      { numRuns: 1000 },
    );
  });

  const read: [text: string, pattern: string, zone: string, expected: string | undefined][] = [
    ["29.02.2024", "dd.MM.yyyy", "UTC", "2024-02-29T00:00:00.000Z"],
    ["29.02.2023", "dd.MM.yyyy", "UTC", undefined],
    ["1.2.2024", "d.M.yyyy", "Europe/Berlin", "2024-01-31T23:00:00.000Z"],
    ["1.2.2024", "dd.MM.yyyy", "UTC", undefined],
    ["20240229", "yyyyMMdd", "UTC", "2024-02-29T00:00:00.000Z"],
    ["29 feb 24", "d MMM yy", "UTC", "2024-02-29T00:00:00.000Z"],
    ["12:05 AM", "h:mm a", "UTC", "1970-01-01T00:05:00.000Z"],
    ["12:05 PM", "h:mm a", "UTC", "1970-01-01T12:05:00.000Z"],
    ["13:05 PM", "h:mm a", "UTC", undefined],
    ["Fri 2024-02-29", "EEE yyyy-MM-dd", "UTC", undefined],
    ["2024-060", "yyyy-DDD", "UTC", "2024-02-29T00:00:00.000Z"],
    ["2023-366", "yyyy-DDD", "UTC", undefined],
    ["2024-02-29 10:00 trailing", "yyyy-MM-dd HH:mm", "UTC", undefined],
    ["2024-02-29 25:00", "yyyy-MM-dd HH:mm", "UTC", undefined],
    ["2024-02-29T10:00:00.123456+02:00", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", "UTC", "2024-02-29T08:00:00.123Z"],
  ];
  for (const [text, pattern, zone, expected] of read)
    test(`${text} by ${pattern}`, () => {
      const ms = parseByPattern(text, compile(pattern), zoneOf(zone));
      assert.equal(ms === undefined ? undefined : printInstant(ms), expected);
    });

  for (const source of ["yyy", "YYYY", "b", "'open", "MMMMM", "ddd", "x".repeat(300)])
    test(`the pattern ${source.slice(0, 20)} is refused`, () => assert.ok("error" in compileTimePattern(source)));
});
