/** Names and configurations of the topics that Weir keeps for itself. */

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
 * Stores delete what has expired by tombstones of their own, so that compaction is all a changelog needs: deletion by age would take state from a
 * pipeline that stood still for longer than its windows. The broker's time stands on the records, as it refuses event times far ahead of it.
 */
export const changelogConfig: Readonly<Record<string, string>> = {
  "cleanup.policy": "compact",
  "message.timestamp.type": "LogAppendTime",
};
