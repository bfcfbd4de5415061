/**
 * Weir's side of a workload: one drain after another in one process, one worker. Arguments: bootstrap, workload, records to read per drain,
 * then one output topic per drain. Prints a line of JSON per drain: { records, wallMs, cpuMs, rssKb }, whole process, as StreamsPeer.java does.
 */
import { must } from "../../shared/assert.ts";
import { loadTopology } from "../../runtime/engine/load-topology.ts";
import { startRun } from "../../runtime/engine/run.ts";
import type { Run } from "../../runtime/engine/run.ts";
import { benchPipeline } from "./pipelines.ts";
import type { Workload } from "./pipelines.ts";

const [bootstrap = "", workload = "w1", records = "0", ...outputs] = process.argv.slice(2);

for (const output of outputs) {
  const pipeline = benchPipeline(workload as Workload, output);
  const { topology, diagnostics } = loadTopology(pipeline, ".");
  if (topology === null) throw new Error(JSON.stringify(diagnostics));
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const run = await startRun({
    topology,
    request: {
      pipeline,
      connection: { brokers: [bootstrap], clientId: "bench" },
      directory: ".",
      processId: "bench",
      groupProtocol: "auto",
    },
    threads: 1,
    log: () => {},
    print: () => {},
  });
  const seen = await drain(run, Number(records));
  await run.stop();
  const used = process.cpuUsage(cpu);
  process.stdout.write(
    `${JSON.stringify({
      records: seen,
      wallMs: Math.round(performance.now() - startedMs),
      cpuMs: Math.round((used.user + used.system) / 1000),
      rssKb: process.resourceUsage().maxRSS,
    })}\n`,
  );
}

async function drain(run: Run, records: number): Promise<number> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    await Promise.race([new Promise((resolve) => setTimeout(resolve, 20)), run.ended]);
    const { nodes, lag, tasks } = await run.status();
    const read = nodes
      .filter((node) => node.node === "source" || node.node === "payments" || node.node === "refunds")
      .reduce((sum, node) => sum + node.recordsIn, 0);
    if (read >= records && lag === 0 && tasks.every((task) => task.buffered === 0)) return must(read);
    if (Date.now() > deadline) throw new Error(`only ${read} of ${records} records were read`);
  }
}
