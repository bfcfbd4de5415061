/** W0: what the client alone costs: records of 240 bytes written to and read from a real Kafka, CPU of the whole process. Part of `npm run bench`. */
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import type { Drain } from "./drains.ts";

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
      else {
        seen += fetched.columns.count;
        fetched.release();
      }
    }
  });
  await fetcher.close();
  return figures;
}

/** As a process of its own: bootstrap, records, topic. Prints `{ produce, consume }` of the second round, as drains. */
if (import.meta.main) {
  const [bootstrap = "", count = "1000000", topic = ""] = process.argv.slice(2);
  const records = Number(count);
  const client = createKafkaClient({ brokers: [bootstrap], clientId: "weir-bench" });
  await produceW0(client, topic, records);
  await consumeW0(client, topic, records);
  const drain = ({ cpuSecondsPerMillion, recordsPerSecond, records: read }: W0Figures): Drain => ({
    records: read,
    wallMs: (read / recordsPerSecond) * 1000,
    cpuMs: (cpuSecondsPerMillion * read) / 1000,
    rssKb: process.resourceUsage().maxRSS,
  });
  const produce = drain(await produceW0(client, topic, records));
  const consume = drain(await consumeW0(client, topic, records * 2));
  process.stdout.write(`${JSON.stringify({ produce, consume })}\n`);
  await client.close();
}
