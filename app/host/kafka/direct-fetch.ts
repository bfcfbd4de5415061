/**
 * What kafkajs does not offer in public: reading a partition without a consumer group, and requests that it does not know. kafkajs' consumers always join a group: that needs a permission, waits for the group's first
 * rebalance (3 s on an ordinary broker) and leaves traces. Below them lies a cluster that fetches directly; it is not part of kafkajs' public face,
 * whose version is pinned. This file alone knows of it.
 */
import type { Kafka } from "kafkajs";
import { visibleMessages, type FetchedMessage } from "./visible-messages.ts";

export interface DirectFetch {
  /** One fetch from an offset on; only committed records that are no markers. */
  fetch(topic: string, partition: number, offset: bigint, maxBytes: number): Promise<FetchedPart>;
  /** To every broker. Null where one of them does not support that version. */
  askAll(request: RawRequest): Promise<Buffer[] | null>;
  /** To the coordinator of a group. */
  askCoordinator(group: string, request: RawRequest): Promise<Buffer | null>;
  close(): Promise<void>;
}

/** A request in a flexible version (KIP-482); so is its answer, which comes without the header. */
export interface RawRequest {
  readonly name: string;
  readonly apiKey: number;
  readonly version: number;
  readonly body: Buffer;
}

export interface FetchedPart {
  /** None below the offset that was asked for. */
  readonly messages: readonly FetchedMessage[];
  /** Where to go on; the offset that was asked for where nothing stood there yet. */
  readonly next: bigint;
  /** First offset of the oldest open transaction, or the end: nothing from here on can be read yet. */
  readonly stableEnd: bigint;
}

interface PrivateCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  findBroker(which: { nodeId: string }): Promise<PrivateBroker>;
  findGroupCoordinator(which: { groupId: string }): Promise<PrivateBroker>;
  getNodeIds(): readonly string[];
}

interface PrivateBroker {
  /** By the number of the request. */
  readonly versions: Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>>;
  readonly connectionPool: { send(parts: object): Promise<Buffer> };
  fetch(request: object): Promise<{ responses: { partitions: PrivatePartition[] }[] }>;
}

interface PrivatePartition {
  readonly highWatermark: string;
  readonly lastStableOffset?: string;
  readonly abortedTransactions: readonly { readonly producerId: string; readonly firstOffset: string }[] | null;
  readonly messages: readonly FetchedMessage[];
}

const readCommitted = 1;
const maxWaitMs = 250;

export async function openDirectFetch(kafka: Kafka): Promise<DirectFetch> {
  const cluster = createCluster(kafka);
  await cluster.connect();
  return {
    async fetch(topic, partition, offset, maxBytes) {
      await cluster.addTargetTopic(topic);
      const ask = async (): Promise<PrivatePartition | undefined> => {
        const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
        if (nodeId === undefined) return undefined;
        const broker = await cluster.findBroker({ nodeId });
        const { responses } = await broker.fetch({
          replicaId: -1,
          isolationLevel: readCommitted,
          maxWaitTime: maxWaitMs,
          minBytes: 1,
          maxBytes,
          topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes }] }],
        });
        return responses[0]?.partitions[0];
      };
      const found = await ask().catch(async (error: unknown) => {
        // Leaders move; what is known may be minutes old.
        if (!isStale(error)) throw error;
        await cluster.refreshMetadata();
        return await ask();
      });
      if (found === undefined) throw Object.assign(new Error("no leader"), { type: "LEADER_NOT_AVAILABLE" });
      return partOf(found, offset);
    },
    async askAll(request) {
      await cluster.refreshMetadata();
      const answers: Buffer[] = [];
      for (const nodeId of cluster.getNodeIds()) {
        const answer = await sendRaw(await cluster.findBroker({ nodeId }), request);
        if (answer === null) return null;
        answers.push(answer);
      }
      return answers;
    },
    askCoordinator: async (groupId, request) => await sendRaw(await cluster.findGroupCoordinator({ groupId }), request),
    close: () => cluster.disconnect(),
  };
}

async function sendRaw(broker: PrivateBroker, { name, apiKey, version, body }: RawRequest): Promise<Buffer | null> {
  const known = broker.versions[apiKey];
  if (known === undefined || version < known.minVersion || version > known.maxVersion) return null;
  // kafkajs writes the header of older versions: the tagged fields that newer ones add to it, none, begin the body.
  const buffer = Buffer.concat([Buffer.from([0]), body]);
  return await broker.connectionPool.send({
    request: { apiKey, apiVersion: version, apiName: name, encode: () => ({ buf: buffer, buffer }) },
    response: { decode: (answer: Buffer) => answer.subarray(1), parse: (answer: Buffer) => answer },
  });
}

function partOf(found: PrivatePartition, offset: bigint): FetchedPart {
  const inRange = found.messages.filter((message) => BigInt(message.offset) >= offset);
  const last = found.messages.at(-1);
  const behind = last === undefined ? offset : BigInt(last.offset) + 1n;
  return {
    messages: visibleMessages(inRange, found.abortedTransactions ?? []),
    next: behind > offset ? behind : offset,
    stableEnd: BigInt(found.lastStableOffset ?? found.highWatermark),
  };
}

function isStale(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const type: unknown = Reflect.get(error, "type");
  return (
    type === "NOT_LEADER_FOR_PARTITION" || type === "FENCED_LEADER_EPOCH" || error.name === "KafkaJSBrokerNotFound"
  );
}

function createCluster(kafka: Kafka): PrivateCluster {
  const create = Object.getOwnPropertySymbols(kafka).find(({ description }) => description?.endsWith("createCluster"));
  const made: unknown = create === undefined ? undefined : Reflect.get(kafka, create);
  if (typeof made !== "function") throw new Error("This version of kafkajs is not the one that is pinned.");
  return made.call(kafka, { metadataMaxAge: 30_000, allowAutoTopicCreation: false }) as PrivateCluster;
}
