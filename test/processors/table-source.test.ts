import assert from "node:assert/strict";
import { test } from "node:test";
import { makeNullable, STRING } from "../../shared/records/types.ts";
import { runSteps, SCHEDULES } from "../support/stateful-harness.ts";
import type { StatefulCase } from "../support/stateful-harness.ts";
import { inputs } from "./tables/notation.ts";

const TABLE = { kind: "table", key: makeNullable(STRING), value: makeNullable(STRING) } as const;

function makeCase(store: string | null): StatefulCase<"table-source"> {
  const stores =
    store === null ? [] : [{ name: store, node: "n", kind: "table", changelog: "c", retentionMs: null } as const];
  return { type: "table-source", config: { store }, stores, inputs: [TABLE], output: TABLE };
}

for (const store of [null, "rows"])
  for (const schedule of SCHEDULES)
    test(`passes changes on, ${store === null ? "without" : "with"} a store, ${schedule}`, () => {
      const given = inputs("La:1@1 Lnull:2@2 Lb:3@3 La:∅@4 Lc:∅@5 Lb:4@2");
      const { steps, drops } = runSteps(makeCase(store), given, schedule);
      const expected = given.map(({ key, value, timestamp }) => (key === null ? [] : [{ key, value, timestamp }]));
      assert.deepEqual(
        steps.map(([out]) => out),
        expected,
      );
      assert.deepEqual(drops, { "null-key": 1 });
    });
