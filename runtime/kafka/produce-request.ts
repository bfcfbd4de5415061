/** A Produce request around batches that stay where they are: the bytes between them are written, the batches are sent from their own buffers. */
import { zeroUuid } from "./protocol/codec.ts";
import { WireWriter } from "./protocol/wire-writer.ts";

export interface ProduceTopic {
  readonly name: string;
  readonly id: string;
  readonly partitions: readonly { readonly index: number; readonly batch: Buffer }[];
}

export interface ProduceHeader {
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string;
  readonly transactionalId: string | null;
  readonly timeoutMs: number;
}

const PRODUCE_KEY = 0;
const FIRST_FLEXIBLE = 9;
const FIRST_WITH_TOPIC_IDS = 13;
const ALL_IN_SYNC_REPLICAS = -1;

/** The newest version that can be used: topics without an id need an older one. */
export function produceVersion(newest: number, topicIds: readonly string[]): number {
  return topicIds.includes(zeroUuid) ? Math.min(newest, FIRST_WITH_TOPIC_IDS - 1) : newest;
}

/** The frame, its size in front, as parts to be written one after the other. */
export function encodeProduce(header: ProduceHeader, topics: readonly ProduceTopic[]): Buffer[] {
  const { version } = header;
  const compact = version >= FIRST_FLEXIBLE;
  const writer = new WireWriter(256);
  const cuts: { at: number; batch: Buffer }[] = [];
  writer.int32(0);
  writer.int16(PRODUCE_KEY);
  writer.int16(version);
  writer.int32(header.correlationId);
  writer.string(header.clientId, false);
  if (compact) writer.unsignedVarint(0);
  if (header.transactionalId === null) writer.size(-1, compact, false);
  else writer.string(header.transactionalId, compact);
  writer.int16(ALL_IN_SYNC_REPLICAS);
  writer.int32(header.timeoutMs);
  writer.size(topics.length, compact, true);
  for (const topic of topics) {
    if (version >= FIRST_WITH_TOPIC_IDS) writer.uuid(topic.id);
    else writer.string(topic.name, compact);
    writer.size(topic.partitions.length, compact, true);
    for (const { index, batch } of topic.partitions) {
      writer.int32(index);
      writer.size(batch.length, compact, true);
      cuts.push({ at: writer.length, batch });
      if (compact) writer.unsignedVarint(0);
    }
    if (compact) writer.unsignedVarint(0);
  }
  if (compact) writer.unsignedVarint(0);
  writer.patchInt32(0, writer.length - 4 + cuts.reduce((sum, { batch }) => sum + batch.length, 0));
  return interleave(writer.finish(), cuts);
}

function interleave(frame: Buffer, cuts: readonly { at: number; batch: Buffer }[]): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { at, batch } of cuts) {
    if (at > from) parts.push(frame.subarray(from, at));
    parts.push(batch);
    from = at;
  }
  if (from < frame.length) parts.push(frame.subarray(from));
  return parts;
}
