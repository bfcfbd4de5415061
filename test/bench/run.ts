/**
 * `npm run bench -- [--records 1000000] [--pairs 3] [--only w1,w3]`: Weir beside Kafka Streams 4.3.1 and kafkajs on one real Kafka, in one run.
 * Each engine drains the same pre-loaded topic twice in one process and the second drain counts; engines take turns, pair after pair; what
 * they wrote is compared before a time is shown. Writes `.cache/bench/results.json`.
 */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import { startKafka } from "../support/kafka/kafka.ts";
import { bundleScript } from "./bundle-drain.ts";
import { digestTopic } from "./digest.ts";
import type { Digest } from "./digest.ts";
import { runDrains } from "./drains.ts";
import type { Drain, Engine } from "./drains.ts";
import { benchFolder, compilePeers } from "./java-peers.ts";
import type { Workload } from "./pipelines.ts";
import { printReport } from "./report.ts";
import type { Measurement } from "./report.ts";

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    pairs: { type: "string", default: "3" },
    only: { type: "string" },
  },
});
const records = Number(values.records);
const pairs = Number(values.pairs);
const KEYS = 100_000;

interface Plan {
  readonly workload: Workload;
  readonly engines: readonly Engine[];
  /** Records that a drain reads, in all topics. */
  readonly reads: number;
}

const plans: readonly Plan[] = [
  { workload: "w1", engines: ["weir", "kafka-streams-memory", "kafkajs"], reads: records },
  { workload: "w2", engines: ["weir", "kafka-streams-memory", "kafkajs"], reads: records },
  { workload: "w3", engines: ["weir", "kafka-streams-rocksdb", "kafka-streams-memory"], reads: records },
  { workload: "w4", engines: ["weir", "kafka-streams-rocksdb"], reads: records },
  { workload: "w5", engines: ["weir", "kafka-streams-rocksdb"], reads: 2 * records },
  { workload: "chain-1", engines: ["weir"], reads: records },
  { workload: "chain-100", engines: ["weir"], reads: records },
];

const wanted = values.only?.split(",");
const java = await compilePeers();
const drain = await bundleScript("weir-drain");
const w0 = await bundleScript("w0");
const kafka = await startKafka({ jvm: ["-Xmx1500m"] });
const client = createKafkaClient({ brokers: [kafka.bootstrap], clientId: "bench" });
try {
  await load(client, kafka.bootstrap);
  const measurements: Measurement[] = wanted === undefined || wanted.includes("w0") ? await measureClient() : [];
  for (const plan of plans)
    if (wanted === undefined || wanted.includes(plan.workload)) measurements.push(...(await measure(plan)));
  printReport(measurements, { records, pairs });
  await mkdir(benchFolder, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  await writeFile(
    join(benchFolder, "results.json"),
    `${JSON.stringify({ at: new Date().toISOString(), machine, records, pairs, measurements }, null, 2)}\n`,
  );
} finally {
  await client.close();
  await kafka.stop();
}

/** Event times begin an hour ago: times far in the past would let the broker's cleaner delete windowed changelogs while they are written. */
async function load(admin: KafkaClient, bootstrap: string): Promise<void> {
  const topics = ["bench-payments", "bench-refunds", "bench-customers"];
  await admin.admin.createTopics(topics.map((name) => ({ name, partitions: 4, config: { "retention.ms": "-1" } })));
  const startMs = String(Math.floor((Date.now() - 3_600_000) / 10_000) * 10_000);
  const fill = (topic: string, kind: string, count: number): Promise<unknown> =>
    promisify(execFile)("java", [...java, "Loader", bootstrap, topic, kind, String(count), String(KEYS), startMs]);
  await fill("bench-payments", "payments", records);
  await fill("bench-refunds", "refunds", records);
  await fill("bench-customers", "customers", KEYS);
}

/** The client alone; kafkajs reads the same records. */
async function measureClient(): Promise<Measurement[]> {
  const produced: Drain[] = [];
  const consumed: Drain[] = [];
  const read: Drain[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const topic = `bench-w0-${pair}`;
    await client.admin.createTopics([{ name: topic, partitions: 4 }]);
    const { stdout } = await promisify(execFile)(process.execPath, [w0, kafka.bootstrap, String(records), topic]);
    const { produce, consume } = JSON.parse(stdout) as { produce: Drain; consume: Drain };
    produced.push(produce);
    consumed.push(consume);
    await client.admin.deleteTopics([topic]);
    const outputs = [`bench-w0-kafkajs-${pair}`];
    read.push(
      ...(await runDrains({
        engine: "kafkajs",
        workload: "w0-consume",
        bootstrap: kafka.bootstrap,
        records,
        outputs,
        java,
        drain,
      })),
    );
  }
  return [
    { workload: "w0-produce", engine: "weir", drains: produced, results: null },
    { workload: "w0-consume", engine: "weir", drains: consumed, results: null },
    { workload: "w0-consume", engine: "kafkajs", drains: read, results: null },
  ];
}

async function measure({ workload, engines, reads }: Plan): Promise<Measurement[]> {
  const drains = new Map<Engine, Drain[]>(engines.map((engine) => [engine, []]));
  const digests = new Map<Engine, Digest>();
  for (let pair = 0; pair < pairs; pair++) {
    // The order alternates, so that no engine always runs on a warmer machine.
    for (const engine of pair % 2 === 0 ? engines : engines.toReversed()) {
      const outputs = ["cold", "warm"].map((drain) => `bench-${workload}-${engine}-${pair}-${drain}`);
      await client.admin.createTopics(outputs.map((name) => ({ name, partitions: 4 })));
      const [, warm] = await runDrains({
        engine,
        workload,
        bootstrap: kafka.bootstrap,
        records: reads,
        outputs,
        java,
        drain,
      });
      if (warm === undefined) throw new Error(`${engine} did not finish ${workload}`);
      drains.get(engine)?.push(warm);
      const output = outputs[1] ?? "";
      if (pair === 0 && !workload.startsWith("chain"))
        digests.set(
          engine,
          await digestTopic(client, output, workload, engine.startsWith("kafka-streams") ? "peer" : "weir"),
        );
      await client.admin.deleteTopics(outputs);
      process.stderr.write(`${workload} ${engine}: ${(warm.cpuMs / warm.records).toFixed(3)} CPU-ms a record\n`);
    }
  }
  checkEqual(workload, digests);
  return engines.map((engine) => ({
    workload,
    engine,
    drains: drains.get(engine) ?? [],
    results: digests.get(engine)?.records ?? null,
  }));
}

function checkEqual(workload: string, digests: ReadonlyMap<Engine, Digest>): void {
  const [first, ...others] = [...digests];
  for (const [engine, digest] of others) {
    if (first !== undefined && (digest.hash !== first[1].hash || digest.records !== first[1].records))
      throw new Error(
        `${workload}: ${first[0]} and ${engine} differ: ${JSON.stringify(first[1])}, ${JSON.stringify(digest)}`,
      );
  }
}
