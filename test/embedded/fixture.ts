import type { TestContext } from "node:test";
import {
  createEmbeddedBroker,
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
} from "../../runtime/embedded/broker.ts";
import { createManualBrokerClock, type ManualBrokerClock } from "../../runtime/embedded/clock.ts";
import type { ResponseBodies } from "../../runtime/kafka/protocol/codec.ts";
import { decodeBatches } from "../../runtime/kafka/records/decode-batches.ts";
import { RecordBatchBuilder, type BatchOptions } from "../../runtime/kafka/records/record-batch-builder.ts";
import { texts } from "../kafka/records/support.ts";
import { connectRaw, type RawClient } from "./raw-client.ts";

export interface Fixture {
  readonly broker: EmbeddedBroker;
  readonly client: RawClient;
  readonly clock: ManualBrokerClock;
  readonly connect: () => Promise<RawClient>;
}

export const startMs = 1_700_000_000_000;

/** A broker with a clock of its own and a connection, which end with the test. */
export async function startBroker(context: TestContext, options: EmbeddedBrokerOptions = {}): Promise<Fixture> {
  const clock = createManualBrokerClock(startMs);
  const broker = await createEmbeddedBroker({ clock, ...options });
  const clients: RawClient[] = [];
  const connect = async (): Promise<RawClient> => {
    const client = await connectRaw(broker.port);
    clients.push(client);
    return client;
  };
  context.after(async () => {
    for (const client of clients) client.close();
    await broker.close();
  });
  return { broker, client: await connect(), clock, connect };
}

export interface TestRecord {
  readonly key?: string | null;
  readonly value: string | null;
  readonly timestampMs?: number;
}

export function batch(records: readonly (TestRecord | string)[], options: BatchOptions = {}): Buffer {
  const builder = new RecordBatchBuilder();
  const bytes = (text: string | null): Buffer => Buffer.from(text ?? "");
  for (const item of records) {
    const { key = null, value, timestampMs = startMs } = typeof item === "string" ? { value: item } : item;
    const [keyBytes, valueBytes] = [bytes(key), bytes(value)];
    const [keyLength, valueLength] = [key === null ? -1 : keyBytes.length, value === null ? -1 : valueBytes.length];
    builder.append(timestampMs, keyBytes, 0, keyLength, valueBytes, 0, valueLength, null, 0, 0, 0);
  }
  return builder.finish(options);
}

type Produced = ResponseBodies["Produce"]["responses"][number]["partitionResponses"][number];

export async function produce(
  client: RawClient,
  topic: string,
  records: Buffer,
  options: { readonly version?: number; readonly transactionalId?: string; readonly partition?: number } = {},
): Promise<Produced> {
  const { version = 11, transactionalId = null, partition = 0 } = options;
  const answer = await client.call("Produce", version, {
    transactionalId,
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
  });
  return answer.responses[0]!.partitionResponses[0]!;
}

type Fetched = ResponseBodies["Fetch"]["responses"][number]["partitions"][number];

export interface FetchWish {
  readonly offset?: number;
  readonly committed?: boolean;
  readonly maxBytes?: number;
  readonly minBytes?: number;
  readonly maxWaitMs?: number;
  readonly partition?: number;
}

export async function fetchRaw(client: RawClient, topic: string, wish: FetchWish = {}): Promise<Fetched> {
  const { offset = 0, committed = false, maxBytes = 1 << 20, minBytes = 1, maxWaitMs = 0, partition = 0 } = wish;
  const answer = await client.call("Fetch", 12, {
    maxWaitMs,
    minBytes,
    maxBytes: 1 << 24,
    isolationLevel: committed ? 1 : 0,
    topics: [{ topic, partitions: [{ partition, fetchOffset: offset, partitionMaxBytes: maxBytes }] }],
  });
  return answer.responses[0]!.partitions[0]!;
}

/** Values of the records that a reader gets. */
export async function fetchTexts(client: RawClient, topic: string, wish: FetchWish = {}): Promise<(string | null)[]> {
  const { records, abortedTransactions } = await fetchRaw(client, topic, wish);
  const buffer = records ?? Buffer.alloc(0);
  const aborted = wish.committed === true ? { aborted: abortedTransactions } : {};
  return texts(decodeBatches(buffer, 0, buffer.length, { fetchOffset: wish.offset ?? 0, ...aborted }));
}

/** Answers in flight arrive; nothing else is waited for. */
export async function settle(client: RawClient): Promise<void> {
  await client.call("ApiVersions", 0, {});
}
