/**
 * How long `validate` takes on huge pipelines, warm, in milliseconds (median of a few): the studio validates after every edit.
 * `npx node test/bench/planner.ts [SHAPE…] [--sizes 1000,5000,10000]`
 */
import { parseArgs } from "node:util";
import { must } from "../../shared/assert.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { validate } from "../../shared/validation/validate.ts";
import { shapes } from "./planner-pipelines.ts";

const WARM_UP = 3;
const ROUNDS = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sizes: { type: "string", default: "1000,5000,10000" } },
});
const sizes = values.sizes.split(",").map(Number);
const names = positionals.length === 0 ? Object.keys(shapes) : positionals;

console.log(["shape".padEnd(16), ...sizes.map((size) => String(size).padStart(9))].join(" "));
for (const name of names) {
  const shape = must(shapes[name], `a shape called ${name}`);
  const cells = sizes.map((size) => medianMs(shape(size)).toFixed(0));
  console.log([name.padEnd(16), ...cells.map((cell) => cell.padStart(9))].join(" "));
}

/** Of a few rounds after some that warm up; a pipeline of one shape must be fine, or most of the planner does not run. */
function medianMs(pipeline: Pipeline): number {
  const errors = validate(pipeline).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`A ${pipeline.id} pipeline has errors: ${JSON.stringify(errors[0])}`);
  for (let i = 0; i < WARM_UP; i += 1) validate(pipeline);
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    validate(pipeline);
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}
