/** No record disappears silently: for every node of the sample pipelines, what came in is what went out, was dropped under a reason, or failed. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { openPipeline } from "../../shared/validation/open.ts";
import { must } from "../../shared/assert.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { plan } from "../../shared/topology/plan.ts";
import type { Topology, TopologyNode } from "../../shared/topology/topology.ts";
import { Simulation } from "../../runtime/engine/simulation.ts";
import type { NodeCount } from "../../runtime/observability/counters.ts";

const folder = join(import.meta.dirname, "../pipelines");

/** Every node skips what it cannot handle, or sends it to the dead letters, so that nothing stops a run. */
function tolerant(pipeline: Pipeline, policy: "skip" | "dead-letter"): Topology {
  const nodes = new Map([...pipeline.nodes].map(([id, node]) => [id, { ...node, onError: { policy } }]));
  const { topology, diagnostics } = plan({ ...pipeline, nodes });
  return must(topology, JSON.stringify(diagnostics));
}

/** Mostly what the samples expect, under their names, and often not. */
const field = fc.oneof(
  fc.constantFrom("PT", "FR", "a bot", "", "m-1", "4000123412341234", "x@y.org"),
  fc.integer({ min: -3, max: 2000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom("1970-01-01T00:00:01Z", "1970-01-01T00:10:00Z", "yesterday"),
  fc.constant(null),
  fc.boolean(),
);
const names = [
  "id",
  "page",
  "user",
  "agent",
  "at",
  "total",
  "customer",
  "country",
  "orderId",
  "amount",
  "device",
  "temperature",
  "value",
  "text",
  "line",
  "card",
  "email",
  "region",
  "name",
];
const value = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record(Object.fromEntries(names.map((name) => [name, field])), { requiredKeys: [] })
      .map((one) => JSON.stringify(one)),
  },
  { weight: 1, arbitrary: fc.constantFrom("{", "nul", "[1,2]", "7", '"text"', '{"at":1e999}', '{"__proto__":1}', "") },
  { weight: 1, arbitrary: fc.constant(null) },
);
const record = fc.record({
  key: fc.option(fc.constantFrom("k1", "k2", "{}", ""), { nil: null }),
  value,
  timestampMs: fc.integer({ min: -5, max: 900_000 }),
});

for (const file of readdirSync(folder).filter((name) => name.endsWith(".pipeline.json"))) {
  describe(file, () => {
    const pipeline = must(openPipeline(readFileSync(join(folder, file))).pipeline, file);
    for (const policy of ["skip", "dead-letter"] as const) {
      test(`adds up when nodes ${policy}`, () => {
        const topology = tolerant(pipeline, policy);
        fc.assert(
          fc.property(fc.array(record, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), (records, partitions) => {
            const simulation = new Simulation(topology, { partitions });
            const sources = simulation.topology.subTopologies
              .flatMap((part) => part.nodes)
              .filter((node) => node.type === "source" && isUsers(node));
            records.forEach(({ key, value, timestampMs }, i) => {
              const source = must(sources[i % sources.length], "a source");
              const topic = "topic" in source.config ? source.config.topic : "";
              simulation.append(topic, i % partitions, [
                {
                  timestampMs,
                  key: key === null ? null : Buffer.from(key),
                  value: value === null ? null : Buffer.from(value),
                  headers: Buffer.alloc(0),
                  headerCount: 0,
                },
              ]);
            });
            simulation.run();
            simulation.advanceStreamTime(2_000_000);
            const counts = new Map(simulation.counts().map((count) => [count.node, count]));
            for (const node of simulation.topology.subTopologies.flatMap((part) => part.nodes))
              checkNode(node, must(counts.get(node.id), node.id), simulation);
            const read = sources.reduce((sum, node) => sum + must(counts.get(node.id)).recordsIn, 0);
            assert.equal(read, records.length, "every record was read");
            const failed = [...counts.values()].reduce((sum, count) => sum + count.failed, 0);
            const dead = topology.topics
              .filter(({ role }) => role === "dead-letter")
              .reduce((sum, { name }) => sum + simulation.records(name).length, 0);
            assert.equal(dead, policy === "skip" ? 0 : failed, "each failure is a dead letter");
            simulation.close();
          }),
          { numRuns: 60 },
        );
      });
    }
  });
}

function isUsers(node: TopologyNode): boolean {
  return !("internal" in node.config && node.config.internal);
}

/** The equation of each kind of processor. */
function checkNode(node: TopologyNode, count: NodeCount, simulation: Simulation): void {
  const out = count.recordsOut.reduce((sum, rows) => sum + rows, 0);
  const dropped = Object.values(count.dropped).reduce((sum, rows) => sum + rows, 0);
  const what = `${node.id} (${node.type}): ${JSON.stringify(count)}`;
  switch (node.type) {
    case "source":
    case "filter":
    case "map":
    case "mask":
    case "select-key":
    case "branch":
    case "merge":
    case "peek":
      assert.equal(count.recordsIn, out + dropped + count.failed, what);
      break;
    case "sink": {
      // Several sinks may write one topic: then their sum counts.
      const topic = node.config && "topic" in node.config ? node.config.topic : "";
      const writers = simulation.topology.subTopologies
        .flatMap((part) => part.nodes)
        .filter((other) => other.type === "sink" && "topic" in other.config && other.config.topic === topic);
      if (writers.length === 1) assert.equal(count.recordsIn - count.failed, simulation.records(topic).length, what);
      break;
    }
    case "flat-map": {
      const emptied = count.dropped["empty-list"] ?? 0;
      assert.ok(out >= count.recordsIn - emptied - count.failed, what);
      if (count.recordsIn === emptied + count.failed) assert.equal(out, 0, what);
      break;
    }
    // A row may be in several windows, and a result is of several rows: each row at least is somewhere.
    default:
      assert.ok(dropped >= 0 && count.failed <= count.recordsIn, what);
  }
}
