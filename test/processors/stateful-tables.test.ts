import assert from "node:assert/strict";
import { test } from "node:test";
import { runAtOnce, runSteps, SCHEDULES } from "../support/stateful-harness.ts";
import { aggregateCases } from "./tables/aggregates.ts";
import { lowerCase } from "./tables/lower-case.ts";
import type { TableCase } from "./tables/notation.ts";
import { streamStreamCases } from "./tables/stream-stream.ts";
import { streamTableCases } from "./tables/stream-table.ts";

const cases: readonly TableCase[] = [...streamStreamCases, ...streamTableCases, ...aggregateCases];

for (const given of cases) {
  const lowered = lowerCase(given);

  for (const schedule of SCHEDULES)
    test(`${given.operator} ${given.name}, ${schedule}`, () => {
      const { steps, drops, failures } = runSteps(lowered, given.inputs, schedule);
      assert.deepEqual(
        steps.map(([out]) => out),
        given.outputs,
      );
      assert.deepEqual(failures, []);
      // Of rows restored from a changelog nobody knows whether they were alone.
      if (schedule === "one by one") assert.deepEqual(drops, given.drops ?? drops);
    });

  test(`${given.operator} ${given.name}, all at once`, () => {
    assert.deepEqual(runAtOnce(lowered, given.inputs)[0], given.outputs.flat());
  });
}
