/** One record by hand, and a topic. */
import type { Admin, Producer } from "kafkajs";
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import type { SampleRecord } from "../../../shared/protocol/sample-record.ts";
import { toHeaders } from "./record-headers.ts";

/** Texts go as they are, in UTF-8: only whoever writes knows the format of the topic. */
export async function produceRecord(
  producer: Producer,
  topic: string,
  record: SampleRecord,
): Promise<{ partition: number; offset: string }> {
  const { key, value, headers = [], partition, timestampMs } = record;
  const [written] = await producer.send({
    topic,
    acks: -1,
    messages: [
      {
        key,
        value,
        timestamp: String(Math.trunc(timestampMs)),
        headers: toHeaders(headers.map(([name, text]) => [name, text === null ? null : Buffer.from(text)])),
        ...(partition === undefined ? {} : { partition }),
      },
    ],
  });
  return { partition: written?.partition ?? -1, offset: written?.baseOffset ?? written?.offset ?? "-1" };
}

export async function createTopic(
  admin: Admin,
  { topic, partitions, replication, config }: Omit<HostParams<"topics.create">, "cluster">,
): Promise<void> {
  const made = await admin.createTopics({
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor: replication ?? -1,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      },
    ],
    timeout: 10_000,
  });
  if (!made) throw Object.assign(new Error("it exists"), { type: "TOPIC_ALREADY_EXISTS" });
}
