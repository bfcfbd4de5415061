/** Kafka Streams' own tables as whole pipelines, from document to topic, under every schedule. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { FeedRecord, OutputRecord } from "../../runtime/engine/feed.ts";
import { must } from "../../shared/assert.ts";
import { catalogue } from "../../shared/operators/catalogue.ts";
import { makeExamplePipeline } from "../../shared/operators/example-pipeline.ts";
import type { Json } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";
import { aggregateCases } from "../processors/tables/aggregates.ts";
import type { TableCase } from "../processors/tables/notation.ts";
import { streamStreamCases } from "../processors/tables/stream-stream.ts";
import { streamTableCases } from "../processors/tables/stream-table.ts";
import { runSchedule, schedules } from "../support/schedules.ts";

for (const [table, cases] of Object.entries({ aggregateCases, streamStreamCases, streamTableCases })) {
  describe(table, () => {
    for (const one of cases)
      for (const schedule of schedules) {
        test(`${one.name}, ${schedule.name}`, () => {
          const { records, topology, sink } = prepare(one);
          const result = runSchedule({ topology, records }, schedule);
          const written = result.outputs.filter(({ node }) => node === sink).map(plain);
          assert.deepEqual(
            written,
            one.outputs.flat().map((record) => ({ key: record.key, value: record.value, timestamp: record.timestamp })),
          );
          if (schedule.name !== "record by record") return;
          // A row without a key is dropped by the table, before the join sees it.
          const counts = result.simulation.counts();
          for (const [reason, count] of Object.entries(one.drops ?? {}))
            assert.equal(
              counts.reduce((sum, { dropped }) => sum + (dropped[reason] ?? 0), 0),
              count,
              reason,
            );
        });
      }
  });
}

function prepare(one: TableCase): {
  records: FeedRecord[];
  topology: Parameters<typeof runSchedule>[0]["topology"];
  sink: string;
} {
  const operator = must(catalogue.get(one.operator), one.operator);
  const config = one.config as Json;
  const ports = operator.ports(operator.config.parse(config)).inputs.map(({ name }) => name);
  const types = Object.fromEntries(
    ports.map((port, index) => [port, { key: "string | null", value: must(one.types[index], "a type") }]),
  );
  const around = makeExamplePipeline(operator, { title: one.name, config, types, given: {}, expect: {} });
  // What is late is counted only where it cannot leave through a port of its own.
  const nodes = new Map([...around.pipeline.nodes].filter(([id]) => id !== around.sinks.get("late")));
  const edges = new Map([...around.pipeline.edges].filter(([, { to }]) => nodes.has(to.node)));
  const { topology, diagnostics } = plan({ ...around.pipeline, nodes, edges });
  return {
    topology: must(topology, JSON.stringify(diagnostics)),
    sink: must(around.sinks.get("out"), "the sink"),
    records: one.inputs.map(({ port, key, value, timestamp }) => ({
      node: must(around.sources.get(must(ports[port], "a port")), "a source"),
      partition: null,
      timestampMs: timestamp,
      key: key === null ? null : JSON.stringify(key),
      value: value === null ? null : JSON.stringify(value),
      headers: [],
    })),
  };
}

function plain({ key, value, timestampMs }: OutputRecord): object {
  return { key: json(key), value: json(value), timestamp: timestampMs };
}

function json(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
