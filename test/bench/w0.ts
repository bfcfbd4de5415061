/**
 * W0: what the client alone costs. Writes and reads records of 240 bytes against a real Kafka and prints CPU-seconds (user and system, the
 * whole process) per million records and the rate. `node test/bench/w0.ts [records] [partitions]`.
 */
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import { startKafka } from "../support/kafka/kafka.ts";

export interface W0Figures {
  readonly records: number;
  readonly cpuSecondsPerMillion: number;
  readonly recordsPerSecond: number;
}

/** Record bytes like those of the other workloads: flat JSON with a few numbers and texts, 240 bytes. */
function makeValues(): Buffer {
  const one = (i: number): string =>
    JSON.stringify({
      auction: 1000 + i,
      bidder: 2000 + i,
      price: 100 * i,
      channel: "Google",
      url: "",
      dateTime: 1.7e12 + i,
      extra: "",
    });
  const all = Array.from({ length: 256 }, (_, i) => {
    const text = one(i);
    return text.replace('"extra":""', `"extra":"${"x".repeat(240 - text.length)}"`);
  });
  return Buffer.from(all.join(""));
}

async function measure(records: number, run: () => Promise<void>): Promise<W0Figures> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await run();
  const used = process.cpuUsage(cpu);
  const seconds = (performance.now() - started) / 1000;
  return {
    records,
    cpuSecondsPerMillion: (used.user + used.system) / records,
    recordsPerSecond: records / seconds,
  };
}

export async function produceW0(client: KafkaClient, topic: string, records: number): Promise<W0Figures> {
  const values = makeValues();
  const keys = Buffer.from(Array.from({ length: 256 }, (_, i) => String(1000 + i)).join(""));
  const producer = client.producer();
  const partitions = await producer.partitions(topic);
  const lanes = Array.from({ length: partitions }, (_, i) => producer.lane(topic, i));
  const figures = await measure(records, async () => {
    const now = Date.now();
    for (let done = 0; done < records;) {
      const end = Math.min(records, done + 4096);
      for (; done < end; done++) {
        const i = done & 255;
        lanes[done % partitions]!.append(now, keys, i * 4, 4, values, i * 240, 240, null, 0, 0, 0);
      }
      if (producer.pendingBytes > 32 << 20) await producer.drain(16 << 20);
      else await new Promise((resolve) => setImmediate(resolve));
    }
    await producer.flush();
  });
  await producer.close();
  return figures;
}

export async function consumeW0(client: KafkaClient, topic: string, records: number): Promise<W0Figures> {
  const fetcher = client.fetcher({ isolation: "read_uncommitted" });
  const partitions = (await client.cluster.topic(topic))?.partitions.length ?? 0;
  const figures = await measure(records, async () => {
    await fetcher.assign(
      Array.from({ length: partitions }, (_, partition) => ({ topic, partition, position: "earliest" as const })),
    );
    for (let seen = 0; seen < records;) {
      const fetched = fetcher.take();
      if (fetched === undefined) await fetcher.ready(1000);
      else seen += fetched.columns.count;
    }
  });
  await fetcher.close();
  return figures;
}

if (import.meta.main) {
  const records = Number(process.argv[2] ?? 1_000_000);
  const partitions = Number(process.argv[3] ?? 4);
  const kafka = await startKafka();
  const client = createKafkaClient({ brokers: [kafka.bootstrap], clientId: "weir-bench" });
  const topic = `w0-${Date.now()}`;
  await client.admin.createTopics([{ name: topic, partitions }]);
  const print = (name: string, { cpuSecondsPerMillion, recordsPerSecond }: W0Figures): void =>
    console.log(
      `${name.padEnd(8)} ${cpuSecondsPerMillion.toFixed(3)} CPU-s per million, ${(recordsPerSecond / 1e6).toFixed(2)} M records/s`,
    );
  for (const round of [1, 2]) {
    print(`write ${round}`, await produceW0(client, topic, records));
    print(`read ${round}`, await consumeW0(client, topic, records * round));
  }
  await client.close();
  await kafka.stop();
}
