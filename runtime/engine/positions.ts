/**
 * Positions of sources that are not topics, in a compacted topic of one partition: key is the node's id, value `{"position":n}`. The topic
 * also makes such a source a singleton of the group, as its only partition is owned by one member.
 */
import type { RecordColumns } from "../kafka/records/columns.ts";
import type { TaskOutput } from "./task-output.ts";

export function writePosition(
  output: TaskOutput,
  topic: string,
  node: string,
  position: number,
  timestampMs: number,
): void {
  const key = Buffer.from(node);
  const value = Buffer.from(JSON.stringify({ position }));
  output.lane(topic, 0).append(timestampMs, key, 0, key.length, value, 0, value.length, null, 0, 0, 0);
}

/** The last position of a node among these records; null where there is none. */
export function readPosition(records: RecordColumns, node: string): number | null {
  let found: number | null = null;
  for (let row = 0; row < records.count; row++) {
    if (textOf(records, row, "key") !== node || records.valueLengths[row]! < 0) continue;
    const parsed: unknown = JSON.parse(textOf(records, row, "value"));
    if (typeof parsed === "object" && parsed !== null && "position" in parsed && typeof parsed.position === "number")
      found = parsed.position;
  }
  return found;
}

function textOf(records: RecordColumns, row: number, part: "key" | "value"): string {
  const start = (part === "key" ? records.keyStarts : records.valueStarts)[row]!;
  const length = (part === "key" ? records.keyLengths : records.valueLengths)[row]!;
  return length < 0 ? "" : records.buffer.toString("utf8", start, start + length);
}
