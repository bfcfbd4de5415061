/**
 * The same workloads as a careful kafkajs program would do them: eachBatch, one send per batch and topic. Arguments and output as weir-drain.ts;
 * w0-consume, w1 and w2 only.
 */
import { Kafka, logLevel } from "kafkajs";

const [bootstrap = "", workload = "w1", records = "0", ...outputs] = process.argv.slice(2);
const kafka = new Kafka({ brokers: [bootstrap], clientId: "bench", logLevel: logLevel.NOTHING });

interface Payment {
  id: string;
  user: string;
  country: string;
  amount: number;
  quantity: number;
}

const PER_SEND = 2000;

type Message = { key: Buffer | null; value: Buffer | string; timestamp: string };

for (const output of outputs) {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  let seen = 0;
  const done = Promise.withResolvers<void>();
  const consumer = kafka.consumer({ groupId: `kafkajs-${output}`, maxBytesPerPartition: 1 << 20 });
  const producer = kafka.producer({ allowAutoTopicCreation: false, idempotent: false });
  consumer.on(consumer.events.CRASH, ({ payload }) => done.reject(payload.error));
  await Promise.all([consumer.connect(), producer.connect()]);
  await consumer.subscribe({ topic: "bench-payments", fromBeginning: true });
  await consumer.run({
    autoCommitInterval: 1000,
    partitionsConsumedConcurrently: 4,
    async eachBatch({ batch }) {
      const messages = batch.messages.flatMap(({ key, value, timestamp }): Message[] => {
        if (workload === "w0-consume" || value === null) return [];
        if (workload === "w1") return [{ key, value, timestamp }];
        const payment = JSON.parse(value.toString()) as Payment;
        if (!(payment.amount > 500)) return [];
        const { id, user, country, amount, quantity } = payment;
        return [{ key, value: JSON.stringify({ id, user, country, total: amount * quantity }), timestamp }];
      });
      // kafkajs writes one batch per call and partition, and a whole fetch would be larger than a broker takes.
      for (let from = 0; from < messages.length; from += PER_SEND)
        await producer.send({ topic: output, messages: messages.slice(from, from + PER_SEND), acks: -1 });
      seen += batch.messages.length;
      if (seen >= Number(records)) done.resolve();
    },
  });
  await done.promise;
  await consumer.disconnect();
  await producer.disconnect();
  const used = process.cpuUsage(cpu);
  process.stdout.write(
    `${JSON.stringify({ records: seen, wallMs: Math.round(performance.now() - startedMs), cpuMs: Math.round((used.user + used.system) / 1000), rssKb: process.resourceUsage().maxRSS })}\n`,
  );
}

// kafkajs leaves a timer behind that would keep the process alive.
process.exit(0);
