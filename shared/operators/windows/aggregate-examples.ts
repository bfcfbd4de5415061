import type { OperatorExample } from "../operator.ts";

const clicks = { in: { key: "string", value: "{ page: string; ms: int }" } };

export const aggregateExamples: readonly OperatorExample[] = [
  {
    title: "Count and sum by a field, as it changes",
    config: {
      by: { country: "value.country" },
      coalesce: false,
      fields: { orders: "count()", total: "sum(value.total)" },
    },
    types: { in: { value: "{ country: string; total: int }" } },
    given: {
      in: [
        { timestamp: 10, value: { country: "PT", total: 5 } },
        { timestamp: 20, value: { country: "DE", total: 7 } },
        { timestamp: 15, value: { country: "PT", total: 1 } },
      ],
    },
    expect: {
      out: [
        { timestamp: 10, key: { country: "PT" }, value: { orders: 1, total: 5 } },
        { timestamp: 20, key: { country: "DE" }, value: { orders: 1, total: 7 } },
        { timestamp: 15, key: { country: "PT" }, value: { orders: 2, total: 6 } },
      ],
    },
  },
  {
    title: "Per minute, one result when the minute is over",
    config: {
      window: { kind: "tumbling", size: "1m" },
      emit: "on-close",
      fields: { clicks: "count()", slowest: "max(value.ms)" },
    },
    types: clicks,
    given: {
      in: [
        { timestamp: 0, key: "ada", value: { page: "a", ms: 30 } },
        { timestamp: 59_999, key: "ada", value: { page: "b", ms: 50 } },
        { timestamp: 60_000, key: "ada", value: { page: "c", ms: 20 } },
        { timestamp: 61_000, key: "bob", value: { page: "a", ms: 10 } },
      ],
    },
    advanceTo: 120_000,
    expect: {
      out: [
        {
          timestamp: 59_999,
          key: { key: "ada", window: { start: "1970-01-01T00:00:00.000Z", end: "1970-01-01T00:01:00.000Z" } },
          value: { clicks: 2, slowest: 50 },
        },
        {
          timestamp: 60_000,
          key: { key: "ada", window: { start: "1970-01-01T00:01:00.000Z", end: "1970-01-01T00:02:00.000Z" } },
          value: { clicks: 1, slowest: 20 },
        },
        {
          timestamp: 61_000,
          key: { key: "bob", window: { start: "1970-01-01T00:01:00.000Z", end: "1970-01-01T00:02:00.000Z" } },
          value: { clicks: 1, slowest: 10 },
        },
      ],
    },
  },
  {
    title: "Grouped by the key under a name; late records leave through their own port",
    config: {
      by: { user: "key" },
      window: { kind: "tumbling", size: "10s", grace: "5s" },
      emit: "on-close",
      fields: { clicks: "count()" },
    },
    types: clicks,
    given: {
      in: [
        { timestamp: 1000, key: "ada", value: { page: "a", ms: 1 } },
        { timestamp: 14_999, key: "bob", value: { page: "b", ms: 1 } },
        { timestamp: 2000, key: "ada", value: { page: "c", ms: 1 } },
        { timestamp: 15_000, key: "bob", value: { page: "d", ms: 1 } },
        { timestamp: 3000, key: "ada", value: { page: "late", ms: 1 } },
      ],
    },
    expect: {
      out: [
        {
          timestamp: 2000,
          key: { user: "ada", window: { start: "1970-01-01T00:00:00.000Z", end: "1970-01-01T00:00:10.000Z" } },
          value: { clicks: 2 },
        },
      ],
      late: [{ timestamp: 3000, key: "ada", value: { page: "late", ms: 1 } }],
    },
  },
  {
    title: "Hopping windows overlap",
    config: { window: { kind: "hopping", size: "10s", advance: "5s" }, coalesce: false, fields: { sum: "sum(value)" } },
    types: { in: { key: "string", value: "int" } },
    given: {
      in: [
        { timestamp: 0, key: "a", value: 1 },
        { timestamp: 6000, key: "a", value: 2 },
      ],
    },
    expect: {
      out: [
        {
          timestamp: 0,
          key: { key: "a", window: { start: "1970-01-01T00:00:00.000Z", end: "1970-01-01T00:00:10.000Z" } },
          value: { sum: 1 },
        },
        {
          timestamp: 6000,
          key: { key: "a", window: { start: "1970-01-01T00:00:00.000Z", end: "1970-01-01T00:00:10.000Z" } },
          value: { sum: 3 },
        },
        {
          timestamp: 6000,
          key: { key: "a", window: { start: "1970-01-01T00:00:05.000Z", end: "1970-01-01T00:00:15.000Z" } },
          value: { sum: 2 },
        },
      ],
    },
  },
];
