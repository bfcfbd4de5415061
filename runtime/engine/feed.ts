/** Feeds records to a simulation by node id, in the order of their timestamps over all sources, and reads what its sinks got. */
import { WeirError } from "../../shared/errors.ts";
import { decodeHeaders } from "../kafka/records/headers.ts";
import { murmur2 } from "../kafka/murmur2.ts";
import { encodeRecord } from "./records-in.ts";
import type { RecordText } from "./records-in.ts";
import { textOf } from "./records-out.ts";
import type { Simulation } from "./simulation.ts";

export interface FeedRecord extends RecordText {
  readonly node: string;
  readonly partition: number | null;
}

export interface OutputRecord {
  readonly node: string;
  readonly topic: string;
  readonly partition: number;
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
}

/** One record after the other in the order given, each processed to its end before the next: what a quiet pipeline would do. */
export function feed(simulation: Simulation, records: readonly FeedRecord[], partitions = 1): void {
  for (const record of records) {
    const source = simulation.sourceOf(record.node);
    if (source === undefined) {
      throw new WeirError("RUN_0008", `Records are given for ${record.node}, which is not a source of the pipeline.`, {
        hint: "Name the id of a source node.",
      });
    }
    const encoded = encodeRecord(record, source);
    const byKey = encoded.key === null ? 0 : (murmur2(encoded.key, 0, encoded.key.length) & 0x7fffffff) % partitions;
    simulation.append(source.topic, record.partition ?? byKey, [encoded]);
    simulation.run();
  }
}

/** Records of several sources as one task would read them: each source in its own order, always the one whose next record is the earliest. */
export function interleave(sources: readonly (readonly FeedRecord[])[]): FeedRecord[] {
  const next = sources.map(() => 0);
  const merged: FeedRecord[] = [];
  for (;;) {
    let earliest = -1;
    let timeMs = Number.POSITIVE_INFINITY;
    sources.forEach((records, index) => {
      const head = records[next[index] ?? 0];
      if (head === undefined || (earliest !== -1 && head.timestampMs >= timeMs)) return;
      earliest = index;
      timeMs = head.timestampMs;
    });
    const record = sources[earliest]?.[next[earliest] ?? 0];
    if (record === undefined) return merged;
    merged.push(record);
    next[earliest] = (next[earliest] ?? 0) + 1;
  }
}

/** What every sink and dead-letter topic holds, in the order of writing per partition. */
export function outputs(simulation: Simulation): OutputRecord[] {
  return simulation.sinks.flatMap(({ node, config }) =>
    simulation.partitions(config.topic).flatMap((records, partition) =>
      records.map((record) => ({
        node,
        topic: config.topic,
        partition,
        timestampMs: record.timestampMs,
        key: textOf(record.key, config.key, config.keyType),
        value: textOf(record.value, config.value, config.valueType),
        headers: headersOf(record.headers),
      })),
    ),
  );
}

export function deadLetters(simulation: Simulation): OutputRecord[] {
  const topics = simulation.topology.topics.filter((topic) => topic.role === "dead-letter");
  return topics.flatMap((topic) =>
    simulation.partitions(topic.name).flatMap((records, partition) =>
      records.map((record) => ({
        node: topic.name,
        topic: topic.name,
        partition,
        timestampMs: record.timestampMs,
        key: textOf(record.key, { format: "string" }, { kind: "any" }),
        value: textOf(record.value, { format: "string" }, { kind: "any" }),
        headers: headersOf(record.headers),
      })),
    ),
  );
}

export function headersOf(bytes: Buffer): (readonly [string, string | null])[] {
  return decodeHeaders(bytes, 0, bytes.length).map(([name, value]) => [
    name,
    value === null ? null : value.toString("utf8"),
  ]);
}
