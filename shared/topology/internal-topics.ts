/** Names and configurations of the topics that Weir keeps for itself. */
const DAY_MS = 86_400_000;

export function repartitionName(pipeline: string, owner: string): string {
  return `${pipeline}-${owner}-repartition`;
}

export function changelogName(pipeline: string, store: string): string {
  return `${pipeline}-${store}-changelog`;
}

export function positionsName(pipeline: string, node: string): string {
  return `${pipeline}-${node}-positions`;
}

export function deadLetterName(pipeline: string): string {
  return `${pipeline}-dead-letters`;
}

/** Nothing is lost before it was read, however late: the engine deletes what it has committed. Event times must arrive as they were sent. */
export const repartitionConfig: Readonly<Record<string, string>> = {
  "cleanup.policy": "delete",
  "message.timestamp.type": "CreateTime",
  "retention.ms": "-1",
  "segment.bytes": "52428800",
};

export const positionsConfig: Readonly<Record<string, string>> = { "cleanup.policy": "compact" };

/**
 * Tables are compacted. Windows also age: a day more than they are needed, as in Kafka Streams. Their age is counted from when they were written
 * (LogAppendTime): by event time, the broker would delete the state of a replay of old data while it is being built.
 */
export function changelogConfig(retentionMs: number | null): Readonly<Record<string, string>> {
  if (retentionMs === null) return { "cleanup.policy": "compact" };
  return {
    "cleanup.policy": "compact,delete",
    "message.timestamp.type": "LogAppendTime",
    "retention.ms": String(retentionMs + DAY_MS),
  };
}
