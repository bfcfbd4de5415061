/**
 * Dead letters go back to where they came from: the bytes, the key, the time and the partition of the original, without the headers that say why it
 * failed. Nothing is written until every letter has been read and its topic found. A retry that breaks off in the middle may be done again: at
 * least once.
 */
import type { Admin, Message, Producer } from "kafkajs";
import { WeirError } from "../../../shared/errors.ts";
import type { DirectFetch } from "./direct-fetch.ts";
import { toHeaders } from "./record-headers.ts";
import { headerList, type FetchedMessage } from "./visible-messages.ts";

export interface RetryParts {
  readonly admin: Admin;
  readonly producer: Producer;
  readonly reader: DirectFetch;
}

const fetchBytes = 1_048_576;
const messagesAtOnce = 500;
/** What the runtime adds to a dead letter (runtime/engine/failure.ts). */
const addedHeader = /^weir\.(?:error|origin)\.|^weir\.(?:pipeline|node)$/;

/** `letters`: partition and offset. Answers with how many were written. */
export async function retryDeadLetters(
  { admin, producer, reader }: RetryParts,
  topic: string,
  letters: readonly (readonly [number, string])[],
): Promise<number> {
  const byTopic = new Map<string, Message[]>();
  for (const [partition, offsets] of byPartition(letters)) {
    for (const letter of await readLetters(reader, topic, partition, offsets)) {
      const { target, message } = originalOf(letter, `${topic}, partition ${partition}, offset ${letter.offset}`);
      const messages = byTopic.get(target);
      if (messages === undefined) byTopic.set(target, [message]);
      else messages.push(message);
    }
  }
  for (const [target, messages] of byTopic) byTopic.set(target, fit(messages, await partitionsOf(admin, target)));
  let written = 0;
  for (const [target, messages] of byTopic) {
    for (let at = 0; at < messages.length; at += messagesAtOnce) {
      const part = messages.slice(at, at + messagesAtOnce);
      await producer.send({ topic: target, acks: -1, messages: part });
      written += part.length;
    }
  }
  return written;
}

/** Offsets in order, each once. */
function byPartition(letters: readonly (readonly [number, string])[]): Map<number, bigint[]> {
  const grouped = Map.groupBy(letters, ([partition]) => partition);
  return new Map(
    [...grouped].map(([partition, entries]) => [
      partition,
      [...new Set(entries.map(([, offset]) => BigInt(offset)))].toSorted((one, other) => (one < other ? -1 : 1)),
    ]),
  );
}

async function readLetters(
  reader: DirectFetch,
  topic: string,
  partition: number,
  offsets: readonly bigint[],
): Promise<FetchedMessage[]> {
  const letters: FetchedMessage[] = [];
  let known = new Map<bigint, FetchedMessage>();
  for (const offset of offsets) {
    if (!known.has(offset)) {
      const { messages } = await reader.fetch(topic, partition, offset, fetchBytes);
      known = new Map(messages.map((message) => [BigInt(message.offset), message]));
    }
    const letter = known.get(offset);
    if (letter === undefined) {
      throw new WeirError("HOST_0016", `There is no record at ${topic}, partition ${partition}, offset ${offset}.`, {
        hint: "Its retention may have passed: load the dead letters again. Nothing was written.",
      });
    }
    letters.push(letter);
  }
  return letters;
}

function originalOf(letter: FetchedMessage, where: string): { target: string; message: Message } {
  const headers = headerList(letter);
  // A header of the record itself may have the same name: the runtime's own come last.
  const text = (name: string): string | null =>
    headers.findLast(([one]) => one === name)?.[1]?.toString("utf8") ?? null;
  const target = text("weir.origin.topic");
  if (target === null || !/^[A-Za-z0-9._-]{1,249}$/.test(target) || target.startsWith("__")) {
    throw new WeirError("HOST_0016", `The record at ${where} does not say which topic it came from.`, {
      hint: "Choose records that a pipeline of Weir has dead-lettered. Nothing was written.",
    });
  }
  const partition = Number(text("weir.origin.partition") ?? Number.NaN);
  const timestamp = text("weir.origin.timestamp");
  return {
    target,
    message: {
      key: letter.key,
      value: letter.value,
      headers: toHeaders(headers.filter(([name]) => !addedHeader.test(name))),
      timestamp: timestamp !== null && /^\d+$/.test(timestamp) ? timestamp : letter.timestamp,
      ...(Number.isInteger(partition) && partition >= 0 ? { partition } : {}),
    },
  };
}

async function partitionsOf(admin: Admin, topic: string): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions.length ?? 0;
}

/** A partition that the topic no longer has is chosen anew, by the key. */
function fit(messages: readonly Message[], partitions: number): Message[] {
  return messages.map(({ partition, ...message }) =>
    partition === undefined || partition >= partitions ? message : { ...message, partition },
  );
}
