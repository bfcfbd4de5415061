/** What a huge pipeline costs: in proportion to its size, and no stack that is as deep as the pipeline. */
import assert from "node:assert/strict";
import test from "node:test";
import { inFlowOrder } from "../../shared/topology/flow-order.ts";
import { describeTopology } from "../../shared/topology/describe.ts";
import { plan } from "../../shared/topology/plan.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { validate } from "../../shared/validation/validate.ts";
import { shapes } from "../bench/planner-pipelines.ts";
import { checkInvariants } from "./invariants.ts";

const SMALL = 1000;
const LARGE = 8000;
/** Eight times as many nodes may take up to three times more than eight times as long, for colder caches; 64 times is quadratic. */
const MOST = (3 * LARGE) / SMALL;
const ATTEMPTS = 3;

for (const [name, shape] of Object.entries(shapes))
  test(`validation grows with the pipeline: ${name}`, () => {
    const small = shape(SMALL);
    const large = shape(LARGE);
    const errors = validate(small).filter(({ severity }) => severity === "error");
    assert.deepEqual(errors, []);
    const smallMs = Math.min(...Array.from({ length: 5 }, () => timeMs(small)));
    // A machine that is busy with something else may be slow once; the planner would be slow each time.
    let ratio = Infinity;
    for (let i = 0; i < ATTEMPTS && ratio > MOST; i += 1) ratio = Math.min(ratio, timeMs(large) / smallMs);
    assert.ok(ratio <= MOST, `${LARGE} nodes take ${ratio.toFixed(0)} times as long as ${SMALL}`);
  });

test("no step of planning goes as deep as the pipeline", () => {
  for (const name of ["chain", "aggregate-chain"]) {
    const { topology } = plan(shapes[name]?.(LARGE) ?? assert.fail());
    assert.ok(topology !== null);
    assert.equal(inFlowOrder(topology.subTopologies).length, topology.subTopologies.length);
    assert.ok(describeTopology(topology).length > LARGE);
  }
});

test("sub-topologies behind each other stand in the order in which records flow", () => {
  const { topology } = plan(shapes["aggregate-chain"]?.(300) ?? assert.fail());
  assert.ok(topology !== null);
  checkInvariants(topology);
  const ordered = inFlowOrder(topology.subTopologies);
  assert.ok(ordered.length > 250);
  const written = new Set<string>();
  for (const part of ordered) {
    for (const topic of part.repartitionSources) assert.ok(written.has(topic), topic);
    for (const topic of part.repartitionSinks) written.add(topic);
  }
});

/** Of the processor, which other processes do not use up. */
function timeMs(pipeline: Pipeline): number {
  const start = process.cpuUsage();
  validate(pipeline);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
