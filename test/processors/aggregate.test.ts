import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runBatches, runSteps } from "../support/stateful-harness.ts";
import type { StatefulCase } from "../support/stateful-harness.ts";
import { inputs, type InputRecord, type TableCase } from "./tables/notation.ts";
import { lowerCase } from "./tables/lower-case.ts";

interface Window {
  readonly size: number;
  readonly advance: number;
  readonly grace: number;
}

interface Given {
  readonly port: 0;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
}

function describeCase(
  window: Window | null,
  config: Readonly<Record<string, unknown>>,
  field = "collect(value)",
): StatefulCase {
  const described: TableCase = {
    name: "",
    operator: "aggregate",
    config: {
      ...config,
      fields: { values: field },
      ...(window === null
        ? {}
        : {
            window: {
              kind: "hopping",
              size: `${window.size}ms`,
              advance: `${window.advance}ms`,
              grace: `${window.grace}ms`,
            },
          }),
    },
    types: ["string | null"],
    inputs: [],
    outputs: [],
  };
  return lowerCase(described);
}

interface Entry {
  readonly key: string;
  readonly start: number;
  values: string[];
  time: number;
}

/** The rules as they are written above the processor, with lists; an update or a closed window is a line of text. */
class Model {
  readonly lines: string[] = [];
  readonly changed = new Set<Entry>();
  late = 0;
  readonly #entries: Entry[] = [];
  readonly #window: Window | null;
  #streamTime = -Infinity;

  constructor(window: Window | null) {
    this.#window = window;
  }

  take({ key, value, timestamp }: Given, onUpdate: (entry: Entry) => void, onClose: (entry: Entry) => void): void {
    if (key === null || (this.#window === null && value === null)) return;
    this.#streamTime = Math.max(this.#streamTime, timestamp);
    for (const start of this.#starts(timestamp)) {
      if (this.#isClosed(start)) {
        this.late += 1;
        continue;
      }
      let entry = this.#entries.find((one) => one.key === key && one.start === start);
      if (entry === undefined) this.#entries.push((entry = { key, start, values: [], time: -Infinity }));
      if (value !== null) entry.values.push(value);
      entry.time = Math.max(entry.time, timestamp);
      onUpdate(entry);
    }
    const closed = this.#entries.filter((entry) => this.#isClosed(entry.start));
    for (const entry of closed.toSorted((a, b) => a.start - b.start)) {
      this.#entries.splice(this.#entries.indexOf(entry), 1);
      onClose(entry);
    }
  }

  line({ key, start, values, time }: Entry): string {
    return `${key}${this.#window === null ? "" : `[${start}]`} ${values.join("+")}@${time}`;
  }

  #isClosed(start: number): boolean {
    return this.#window !== null && start + this.#window.size + this.#window.grace <= this.#streamTime;
  }

  #starts(timestamp: number): number[] {
    if (this.#window === null) return [0];
    const { size, advance } = this.#window;
    const starts: number[] = [];
    for (let start = 0; start <= timestamp; start += advance) if (timestamp < start + size) starts.push(start);
    return starts;
  }
}

function lineOf({ key, value, timestamp }: { key: unknown; value: unknown; timestamp: number }): string {
  const { values } = value as { values: string[] };
  if (typeof key === "string") return `${key} ${values.join("+")}@${timestamp}`;
  const { key: inner, window } = key as { key: string; window: { start: string } };
  return `${inner}[${Date.parse(window.start)}] ${values.join("+")}@${timestamp}`;
}

const restart = fc.constantFrom(null, null, "restored", "restored from compacted", "restored long after compaction");
const batches = fc.array(fc.record({ size: fc.integer({ min: 1, max: 9 }), restart }), { minLength: 1, maxLength: 5 });
const windows = fc.option(
  fc
    .record({ size: fc.integer({ min: 1, max: 20 }), advance: fc.integer({ min: 1, max: 20 }), grace: fc.nat(20) })
    .map(({ size, advance, grace }) => ({ size, advance: Math.min(size, advance), grace })),
  { freq: 4, nil: null },
);
const records = fc
  .array(
    fc.record({
      key: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom("a", "b", "c") },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      null: fc.nat(9).map((n) => n === 0),
      ahead: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: -15, max: 5 }) },
        { weight: 1, arbitrary: fc.nat(50) },
      ),
    }),
    { maxLength: 60 },
  )
  .map((list): Given[] => {
    let time = 20;
    return list.map(({ key, null: isNull, ahead }, i) => {
      const timestamp = Math.max(0, time + ahead);
      if (key !== null) time = Math.max(time, timestamp);
      return { port: 0, key, value: isNull ? null : String(i), timestamp };
    });
  });

test("a result for every update, in batches of any size and restored at any moment", () => {
  fc.assert(
    fc.property(windows, records, batches, (window, given, batches) => {
      const model = new Model(window);
      for (const record of given)
        model.take(
          record,
          (entry) => model.lines.push(model.line(entry)),
          () => {},
        );
      const outcome = runBatches(describeCase(window, { coalesce: false }), given, batches);
      assert.deepEqual(
        outcome.steps.flatMap(([out]) => out!.map(lineOf)),
        model.lines,
      );
      assert.equal(outcome.drops.late ?? 0, model.late);
    }),
    { numRuns: 200 },
  );
});

test("every closed window leaves once and in order, in batches of any size and restored at any moment", () => {
  fc.assert(
    fc.property(windows, records, batches, (window, given, batches) => {
      if (window === null) return;
      const model = new Model(window);
      const end: Given = { port: 0, key: "end", value: "end", timestamp: 10_000 };
      for (const record of [...given, end])
        model.take(
          record,
          () => {},
          (entry) => model.lines.push(model.line(entry)),
        );
      const outcome = runBatches(describeCase(window, { emit: "on-close" }), [...given, end], batches);
      const lines = outcome.steps.flatMap(([out]) => out!.map(lineOf));
      // Compaction keeps the last change of a key in its place, so the keys of one window may come in another order after it.
      const ordered = batches.every(({ restart }) => restart === null || restart === "restored");
      const startOf = (line: string) => line.slice(0, line.indexOf(" ")).replace(/^[^[]*/u, "");
      if (ordered) assert.deepEqual(lines, model.lines);
      else {
        assert.deepEqual(lines.map(startOf), model.lines.map(startOf));
        assert.deepEqual(lines.toSorted(), model.lines.toSorted());
      }
      assert.equal(outcome.drops.late ?? 0, model.late);
    }),
    { numRuns: 200 },
  );
});

test("coalesced: the last result of each key that changed since the last commit, and of windows that closed since then", () => {
  fc.assert(
    fc.property(windows, records, batches, (window, given, batches) => {
      const model = new Model(window);
      const expected: string[][] = [];
      let from = 0;
      for (let i = 0; from < given.length; i++) {
        const { size } = batches[i % batches.length]!;
        const changed = new Set<Entry>();
        for (const record of given.slice(from, from + size))
          model.take(
            record,
            (entry) => changed.add(entry),
            () => {},
          );
        expected.push([...changed].map((entry) => model.line(entry)).toSorted());
        from += size;
      }
      const outcome = runBatches(describeCase(window, { coalesce: true }), given, batches);
      assert.deepEqual(
        outcome.steps.map(([out]) => out!.map(lineOf).toSorted()),
        expected,
      );
    }),
    { numRuns: 200 },
  );
});

test("late records leave through their own port, once, where it is connected", () => {
  const given = describeCase({ size: 10, advance: 5, grace: 0 }, { coalesce: false, late: true });
  const { steps, drops } = runSteps(given, inputs("LA:1@20 LA:2@3 LA:3@12 LA:4@17"), "one by one");
  assert.deepEqual(
    steps.map((ports) => ports.map((records) => records.length)),
    [
      [2, 0],
      [0, 1],
      [0, 1],
      [1, 1],
    ],
  );
  assert.deepEqual(steps[1]![1], [{ key: "A", value: "2", timestamp: 3 }]);
  assert.deepEqual(drops, {});
});

test("records before the epoch and without a time are failures, not losses", () => {
  const given = describeCase({ size: 10, advance: 10, grace: 0 }, { coalesce: false });
  const steps: InputRecord[] = [
    ...inputs("LA:1@-1"),
    { port: 0, key: "A", value: "2", timestamp: Number.NaN },
    ...inputs("LA:3@0"),
  ];
  const outcome = runSteps(given, steps, "one by one");
  assert.deepEqual(outcome.failures, ["RUN_0603", "RUN_0603"]);
  assert.deepEqual(
    outcome.steps.map(([out]) => out!.length),
    [0, 0, 1],
  );
});

test("a record whose argument cannot be computed changes nothing", () => {
  const given = describeCase(null, { coalesce: false }, "sum(int(value))");
  const outcome = runSteps(given, inputs("LA:1@1 LA:x@2 LA:2@3"), "one by one");
  assert.equal(outcome.failures.length, 1);
  assert.deepEqual(
    outcome.steps.map(([out]) => out!.map(({ value, timestamp }) => [value, timestamp])),
    [[[{ values: 1 }, 1]], [], [[{ values: 3 }, 3]]],
  );
});

test("a sum beyond 64 bits is a failure of the record that asks for it, or of the window", () => {
  const most = String(2n ** 63n - 1n);
  const update = describeCase(null, { coalesce: false }, "sum(int(value))");
  const updated = runSteps(update, inputs(`LA:${most}@1 LA:1@2 LA:-1@3`), "one by one");
  assert.deepEqual(updated.failures, ["REC_0004"]);
  assert.deepEqual(
    updated.steps.map(([out]) => out!.length),
    [1, 0, 1],
  );
  const close = describeCase({ size: 10, advance: 10, grace: 0 }, { emit: "on-close" }, "sum(int(value))");
  const closed = runSteps(close, inputs(`LA:${most}@1 LA:1@2 LB:7@3 LC:1@10`), "one by one");
  assert.deepEqual(closed.failures, ["REC_0004"]);
  assert.deepEqual(
    closed.steps.map(([out]) => out!.map(({ value }) => value)),
    [[], [], [], [{ values: 7 }]],
  );
});

test("time that moves on without records closes windows, and never goes back", () => {
  const given = describeCase({ size: 10, advance: 10, grace: 5 }, { emit: "on-close" });
  const steps = [...inputs("LA:1@1"), { advanceTo: 14 }, { advanceTo: 15 }, { advanceTo: 3 }, ...inputs("LA:2@9")];
  const outcome = runSteps(given, steps, "restored");
  assert.deepEqual(
    outcome.steps.map(([out]) => out!.map(lineOf)),
    [[], [], ["A[0] 1@1"], [], []],
  );
  assert.deepEqual(outcome.drops, { late: 1 });
});
