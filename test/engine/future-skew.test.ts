/** Records from the future: an error in a run, where there is a clock to compare with; nothing of the kind in a simulation that has none. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { must } from "../../shared/assert.ts";
import type { Json } from "../../shared/pipeline/pipeline.ts";
import { parseTestDocument } from "../../shared/pipeline/test-document.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import { feed, outputs } from "../../runtime/engine/feed.ts";
import { runTest } from "../../runtime/engine/run-tests.ts";
import { Simulation, type SimulationOptions } from "../../runtime/engine/simulation.ts";
import { produceTexts, readTexts } from "../support/topic-access.ts";
import { caughtUp, pipelineText, topologyOf, withBench } from "./support.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 0, 31);

/** Event times in a field; more than an hour ahead of the clock is an error. */
const byField = (onError: Readonly<Record<string, Json>>): string =>
  pipelineText(
    {
      in: {
        type: "kafka-source",
        config: {
          topic: "in",
          value: { format: "json", type: "{ at: instant }" },
          time: "value.at",
          maxFutureSkew: "1h",
        },
        onError,
      },
      out: { type: "kafka-sink", config: { topic: "out" } },
    },
    ["in.out > out.in"],
  );

function simulate(topology: Topology, times: readonly number[], options: SimulationOptions) {
  const simulation = new Simulation(topology, options);
  const records = times.map((at) => ({
    node: "in",
    partition: null,
    timestampMs: 0,
    key: null,
    value: JSON.stringify({ at: new Date(at).toISOString() }),
    headers: [],
  }));
  feed(simulation, records);
  const written = outputs(simulation).map(({ timestampMs }) => timestampMs);
  const failed = must(simulation.counts().find(({ node }) => node === "in")).failed;
  simulation.close();
  return { written, failed };
}

describe("in a simulation", () => {
  const topology = topologyOf(byField({ policy: "skip" }));

  test("event times are taken as they are, whatever the clock says", () => {
    assert.deepEqual(simulate(topology, [NOW_MS, NOW_MS + 5 * HOUR_MS, 0], {}), {
      written: [NOW_MS, NOW_MS + 5 * HOUR_MS, 0],
      failed: 0,
    });
  });

  test("the skew counts where it is asked for, against the clock that was set", () => {
    const times = [NOW_MS, NOW_MS + HOUR_MS, NOW_MS + HOUR_MS + 1];
    assert.deepEqual(simulate(topology, times, { startMs: NOW_MS, futureSkew: "checked" }), {
      written: [NOW_MS, NOW_MS + HOUR_MS],
      failed: 1,
    });
  });

  test("a test document gives records without timestamps, and they pass", () => {
    const record = { value: { at: "2026-01-31T00:00:00.000Z" } };
    const { document } = parseTestDocument(
      JSON.stringify({ format: 1, tests: { one: { given: { in: [record] }, expect: { out: [record] } } } }),
    );
    const result = runTest(topology, "one", must(document?.tests.get("one")));
    assert.deepEqual(result.differences, []);
    assert.ok(result.passed);
  });
});

test("in a run they follow the source's onError, with the reason", () =>
  withBench(async ({ broker, client, run }) => {
    broker.createTopic("in", 1);
    const times = [Date.now() - HOUR_MS, Date.now() + 3 * HOUR_MS, Date.now()];
    const values = times.map((at) => JSON.stringify({ at: new Date(at).toISOString() }));
    await produceTexts(
      client,
      "in",
      values.map((value) => ({ key: null, value })),
    );
    const started = await run(byField({ policy: "dead-letter" }));
    await caughtUp(started, 1);
    await started.stop();
    assert.deepEqual(
      (await readTexts(client, "out")).map(({ value }) => value),
      [values[0], values[2]],
    );
    const dead = await readTexts(client, "test-dead-letters");
    assert.deepEqual(
      dead.map(({ value }) => value),
      [values[1]],
    );
    // Its own time would be refused by the broker, as it is too far ahead there too.
    assert.ok(must(dead[0]).timestampMs <= Date.now());
  }));
