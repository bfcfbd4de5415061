/** What the run view makes of snapshots and lines, as data. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { must } from "../../../shared/assert.ts";
import type { RunLogLine, RunSnapshot } from "../../../shared/protocol/run.ts";
import { openPipeline } from "../../../shared/validation/open.ts";
import { filterLines, logLines } from "../../../app/renderer/run/log-lines.ts";
import { liveEdges } from "../../../app/renderer/run/live-edges.ts";
import { nodeRows } from "../../../app/renderer/run/node-rows.ts";
import { runOf, runsStore, takeRunEvent } from "../../../app/renderer/stores/runs.ts";
import { sample } from "./open-studio-page.ts";

const pipeline = must(openPipeline(await sample("card-payments.pipeline.json")).pipeline);

function snapshot(part: Partial<RunSnapshot>, read = 0): RunSnapshot {
  const counts = { dropped: {}, failed: 0, deadLettered: 0, streamTimeMs: -1, stateEntries: 0, stateBytes: 0 };
  return {
    run: "run_a",
    file: "a.pipeline.json",
    state: "running",
    startedAtMs: 1000,
    atMs: 1000,
    target: "embedded",
    bootstrap: [],
    nodes: {
      payments_3f8h2k6q: { ...counts, recordsIn: 0, recordsOut: [read] },
      route_9x4c7v2b: { ...counts, recordsIn: read, recordsOut: [1, read - 1], dropped: { late: 3, filtered: 0 } },
    },
    tasks: [],
    lag: null,
    waitingFor: null,
    failure: null,
    ...part,
  };
}

test("rates are measured over the last few seconds, and end with the run", () => {
  for (let second = 0; second < 8; second++)
    takeRunEvent({
      event: "run",
      snapshot: snapshot({ atMs: 1000 + second * 1000 }, second < 5 ? 0 : (second - 4) * 100),
    });
  const going = must(runOf(runsStore.getState(), "a.pipeline.json"));
  // 300 records since the snapshot five before.
  assert.equal(going.rates.get("payments_3f8h2k6q")?.out[0], 60);
  assert.equal(going.spark.get("payments_3f8h2k6q")?.length, 7);
  const rows = nodeRows(pipeline, going);
  assert.deepEqual(
    rows
      .slice(0, 2)
      .map(({ name, inPerSecond, outPerSecond, total, dropped }) => [name, inPerSecond, outPerSecond, total, dropped]),
    [
      ["Payments", null, 60, 300, ""],
      ["Suspicious?", 60, 60, 300, "3 late"],
    ],
  );
  takeRunEvent({ event: "run", snapshot: snapshot({ state: "ended", atMs: 9000 }, 300) });
  assert.equal(runOf(runsStore.getState(), "a.pipeline.json")?.rates.size, 0);
});

test("the newest run of a file is the one that began last, in whatever order they are heard of", () => {
  takeRunEvent({ event: "run", snapshot: snapshot({ run: "run_new", file: "b", startedAtMs: 2000 }) });
  takeRunEvent({ event: "run", snapshot: snapshot({ run: "run_old", file: "b", startedAtMs: 1000, state: "ended" }) });
  assert.equal(runOf(runsStore.getState(), "b")?.snapshot.run, "run_new");
});

test("samples are kept oldest first, so many of them", () => {
  takeRunEvent({ event: "run", snapshot: snapshot({ run: "run_t", file: "t" }) });
  for (let batch = 0; batch < 60; batch++) {
    const rows = [3, 2, 1, 0].map((row) => ({ timestampMs: batch * 4 + row, key: null, value: "1" }));
    takeRunEvent({ event: "tap", tap: { run: "run_t", edge: "e", rows } });
  }
  const kept = must(runOf(runsStore.getState(), "t")?.taps.get("e"));
  assert.equal(kept.length, 200);
  assert.deepEqual([kept[0]?.row.timestampMs, kept.at(-1)?.row.timestampMs], [40, 239]);
  assert.equal(new Set(kept.map(({ id }) => id)).size, 200);
});

test("edges around a node: into it, then out of it; a selected edge before all", () => {
  const ids = (nodes: readonly string[], edges: readonly string[] = []): string[] =>
    liveEdges(pipeline, new Set(nodes), new Set(edges)).map(({ id }) => id);
  assert.deepEqual(ids(["mask_5n8b2m6w"]), ["e02_nqjn", "e03_29mn"]);
  assert.deepEqual(ids(["mask_5n8b2m6w"], ["e01_j5oh"]), ["e01_j5oh"]);
  assert.deepEqual(ids([]), []);
  assert.equal(ids([...pipeline.nodes.keys()]).length, 4);
});

test("lines keep their identity when old ones fall away; a failure stands at the end, once", () => {
  const line = (message: string, level: RunLogLine["level"] = "info", node: string | null = null): RunLogLine => ({
    run: "r",
    atMs: 5,
    level,
    node,
    message,
  });
  const all = [line("a"), line("b", "warn", "n"), line("b", "warn", "n"), line("c", "print", "n")];
  const failure = { code: "RUN_0001", message: "It broke.", hint: "Mend it.", node: "n", diagnostics: [] };
  const shown = logLines(all, failure);
  assert.equal(new Set(shown.map(({ id }) => id)).size, 5);
  assert.deepEqual(
    logLines(all.slice(1), null).map(({ id }) => id),
    shown.slice(1, 4).map(({ id }) => id),
  );
  assert.deepEqual(
    [shown.at(-1)?.message, shown.at(-1)?.level, shown.at(-1)?.node],
    ["It broke. Mend it.", "error", "n"],
  );
  assert.equal(logLines([line("It broke.", "error")], failure).length, 1);
  const only = (part: object): string[] =>
    filterLines(shown, { level: "all", nodes: new Set(), query: "", ...part }).map(({ message }) => message);
  assert.deepEqual(only({ level: "warn" }), ["b", "b", "It broke. Mend it."]);
  assert.deepEqual(only({ level: "print", nodes: new Set(["n"]) }), ["c"]);
  assert.deepEqual(only({ query: " BROKE " }), ["It broke. Mend it."]);
});
