/**
 * What members of a classic group tell one another. The outer form is that of Kafka's consumers (topics and partitions), so that its tools
 * show who reads what; ours is the user data within: JSON, since it is small and is read by whatever version of Weir comes next.
 */
import { z } from "zod";
import type { TaskId, TopicPartition } from "../ports.ts";
import { WireReader } from "../protocol/wire-reader.ts";
import { WireWriter } from "../protocol/wire-writer.ts";

export const PROTOCOL_TYPE = "consumer";
export const PROTOCOL_NAME = "weir-tasks";
const VERSION = 1;

const taskSchema = z.tuple([z.string(), z.int().nonnegative()]);
const memberSchema = z.object({
  topologyEpoch: z.int(),
  processId: z.string(),
  generation: z.int(),
  owned: z.array(taskSchema),
});
const shareSchema = z.object({ tasks: z.array(taskSchema), waitsFor: z.string().nullable() });

/** What a member says when it joins. */
export interface MemberData {
  readonly topologyEpoch: number;
  readonly processId: string;
  /** In which it got its tasks; of two that claim one task, the later is right. */
  readonly generation: number;
  readonly owned: readonly TaskId[];
}

/** What a member is given. */
export interface ShareData {
  readonly tasks: readonly TaskId[];
  /** Why there is nothing to do, as a sentence; null when all is well. */
  readonly waitsFor: string | null;
}

export function encodeMember(topics: readonly string[], data: MemberData): Buffer {
  const owned = data.owned.map(({ subTopology, partition }) => [subTopology, partition]);
  const writer = new WireWriter();
  writer.int16(VERSION);
  writer.size(topics.length, false, true);
  for (const topic of topics) writer.string(topic, false);
  writer.bytes(Buffer.from(JSON.stringify({ ...data, owned })), false);
  writer.size(0, false, true);
  return writer.finish();
}

/** Undefined if it is not from Weir. */
export function decodeMember(bytes: Buffer): MemberData | undefined {
  return guarded(() => {
    const reader = new WireReader(bytes);
    reader.int16();
    for (let count = reader.int32(); count > 0; count--) reader.text(reader.int16());
    const data = memberSchema.parse(JSON.parse(reader.text(reader.int32())));
    return { ...data, owned: data.owned.map(toTask) };
  });
}

export function encodeShare(partitions: readonly TopicPartition[], { tasks, waitsFor }: ShareData): Buffer {
  const writer = new WireWriter();
  writer.int16(VERSION);
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic);
  writer.size(byTopic.size, false, true);
  for (const [topic, list] of byTopic) {
    writer.string(topic, false);
    writer.size(list.length, false, true);
    for (const { partition } of list) writer.int32(partition);
  }
  const data = { tasks: tasks.map(({ subTopology, partition }) => [subTopology, partition]), waitsFor };
  writer.bytes(Buffer.from(JSON.stringify(data)), false);
  return writer.finish();
}

/** Nothing where the leader gave nothing. */
export function decodeShare(bytes: Buffer): ShareData {
  const share = guarded(() => {
    const reader = new WireReader(bytes);
    reader.int16();
    for (let topics = reader.int32(); topics > 0; topics--) {
      reader.text(reader.int16());
      for (let count = reader.int32(); count > 0; count--) reader.int32();
    }
    const data = shareSchema.parse(JSON.parse(reader.text(reader.int32())));
    return { tasks: data.tasks.map(toTask), waitsFor: data.waitsFor };
  });
  return share ?? { tasks: [], waitsFor: "The leader of the group does not say who does what." };
}

function toTask([subTopology, partition]: readonly [string, number]): TaskId {
  return { subTopology, partition };
}

function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
