/** Brings a new task to where the last owner left it: state from the changelogs, positions of its own sources, offsets of its topics. */
import { WeirError } from "../../shared/errors.ts";
import type { SourceConfig } from "../../shared/topology/processors.ts";
import type { Fetcher, Membership, TopicPartition } from "../kafka/ports.ts";
import type { RecordColumns } from "../kafka/records/columns.ts";
import type { EngineKafka } from "./engine-kafka.ts";
import { readPosition } from "./positions.ts";
import type { Task } from "./task.ts";
import type { TaskLog } from "./task-output.ts";

export interface RestoreContext {
  readonly kafka: EngineKafka;
  readonly membership: Membership;
  /** False when the task has been taken away meanwhile: restoring then ends without effect. */
  readonly isCurrent: () => boolean;
  readonly log: TaskLog;
}

/** Where reading of a topic starts. */
export interface SourcePosition {
  readonly topic: string;
  readonly position: number;
}

export async function restoreTask(task: Task, context: RestoreContext): Promise<SourcePosition[]> {
  const startedMs = performance.now();
  let records = 0;
  for (const plan of task.subTopology.stores) {
    const store = task.stores.get(plan.name);
    if (store === undefined || plan.changelog === null) continue;
    records += await replay({ topic: plan.changelog, partition: task.partition }, context, (columns) =>
      store.restore(columns),
    );
  }
  for (const input of task.activeInputs) {
    let position: number | null = null;
    await replay({ topic: input.positionsTopic, partition: 0 }, context, (columns) => {
      position = readPosition(columns, input.node) ?? position;
    });
    if (position !== null) {
      input.source.seek(position);
      input.queue.skipTo(position);
    }
  }
  if (records > 0)
    context.log("info", "Task restored.", { task: task.id, records, ms: Math.round(performance.now() - startedMs) });
  return context.isCurrent() ? await startPositions(task, context) : [];
}

/** Reads a partition from its beginning to the end that it has now. */
async function replay(
  partition: TopicPartition,
  context: RestoreContext,
  apply: (records: RecordColumns) => void,
): Promise<number> {
  const [from] = await context.kafka.admin.offsets([partition], "earliest");
  const [end] = await context.kafka.admin.offsets([partition], "latest");
  if (from === undefined || end === undefined || from >= end) return 0;
  const fetcher = context.kafka.fetcher({ isolation: "read_uncommitted" });
  try {
    await fetcher.assign([{ ...partition, position: from }]);
    return await drain(fetcher, end, context, apply);
  } finally {
    await fetcher.close();
  }
}

async function drain(
  fetcher: Fetcher,
  end: number,
  context: RestoreContext,
  apply: (records: RecordColumns) => void,
): Promise<number> {
  let records = 0;
  let next = 0;
  while (next < end && context.isCurrent()) {
    const fetched = fetcher.take();
    if (fetched === undefined) {
      await fetcher.ready(1000);
      continue;
    }
    if (fetched.columns.count > 0) apply(fetched.columns);
    records += fetched.columns.count;
    next = fetched.nextOffset;
    // Applying a large answer takes a while; others on this thread get their turn in between.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return records;
}

async function startPositions(task: Task, context: RestoreContext): Promise<SourcePosition[]> {
  const partitions = task.sources.map((source) => ({ topic: source.topic, partition: task.partition }));
  if (partitions.length === 0) return [];
  const committed = await context.membership.committed(partitions);
  const earliest = await context.kafka.admin.offsets(partitions, "earliest");
  return await Promise.all(
    task.sources.map(async (source, index) => {
      const first = earliest[index] ?? 0;
      const known = committed[index] ?? -1;
      if (known < 0)
        return { topic: source.topic, position: await firstPosition(source, task.partition, first, context) };
      if (known < first) throw retentionPassed(source.topic, task.partition, known, first);
      return { topic: source.topic, position: known };
    }),
  );
}

/** Where nothing was ever committed. A repartition topic holds what has not been processed, so it is never skipped. */
async function firstPosition(
  { topic, startAt, internal }: SourceConfig,
  partition: number,
  first: number,
  context: RestoreContext,
): Promise<number> {
  if (startAt === "earliest" || internal) return first;
  const [position] = await context.kafka.admin.offsets([{ topic, partition }], startAt);
  return Math.max(first, position ?? first);
}

function retentionPassed(topic: string, partition: number, committed: number, first: number): WeirError {
  return new WeirError(
    "RUN_0003",
    `Records ${committed} to ${first - 1} of ${topic}, partition ${partition}, were deleted before the pipeline had read them.`,
    {
      hint: "Raise the topic's retention. To go on without these records, reset the group's offset for this partition to the earliest.",
    },
  );
}
