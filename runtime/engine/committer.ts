/**
 * Commits at least once, in an order that loses nothing wherever it is cut off:
 *
 * 1. Processors emit what they held back; offsets and changes of state are taken down in the same moment.
 * 2. All output is acknowledged. Only then do the changes of state leave for the changelogs: a window that is closed in its changelog
 *    has been written.
 * 3. The changelogs are acknowledged; only then are the offsets committed. State may run ahead of the offsets, never behind them.
 *
 * Processing goes on meanwhile. (Exactly-once replaces this order by one transaction; the steps stay.)
 */
import { WeirError } from "../../shared/errors.ts";
import type { Membership, Producer, TopicPartition } from "../kafka/ports.ts";
import type { Clock } from "./clock.ts";
import { HeldRecords } from "./held-records.ts";
import { writePosition } from "./positions.ts";
import type { Task } from "./task.ts";
import type { TaskOutput } from "./task-output.ts";

export interface Committer {
  /** Something was processed since the last commit began. Without it nothing is ever due. */
  changed(): void;
  /** Starts a commit when one is due and none is under way; null where it does not. */
  maybeCommit(): Promise<void> | null;
  /** Commits everything processed so far. */
  commit(): Promise<void>;
  /** Until the next commit is due; Infinity when there is nothing to commit, or one is under way. */
  dueInMs(): number;
}

/** The tasks that are committed: those that run here. */
export interface CommittedTasks {
  readonly running: readonly Task[];
}

export interface CommitterOptions {
  readonly producer: Pick<Producer, "flush">;
  readonly membership: Pick<Membership, "commit">;
  readonly tasks: CommittedTasks;
  readonly output: TaskOutput;
  readonly clock: Clock;
  readonly intervalMs: number;
  /** Deletes records of repartition topics that have been processed for good: nobody else reads them, and they are kept for ever otherwise. */
  readonly purge: (before: readonly Offset[]) => void;
  /** A commit was refused because the group has gone on without this member: its tasks go on elsewhere, or here from the last commit. */
  readonly onRefused: (error: Error) => void;
}

export interface Offset extends TopicPartition {
  readonly offset: number;
}

/** How far one source of a task has come. */
interface Progress {
  readonly task: Task;
  /** The topic; for a source that is read by the task itself its node. */
  readonly source: string;
  readonly position: number;
}

interface Prepared {
  readonly offsets: Progress[];
  readonly positions: (Progress & { readonly topic: string })[];
  readonly changes: { readonly task: Task; readonly topic: string; readonly records: HeldRecords }[];
}

const PURGE_INTERVAL_MS = 30_000;

export function createCommitter(options: CommitterOptions): Committer {
  const { producer, membership, tasks, output, clock, intervalMs } = options;
  const committed = new WeakMap<Task, Map<string, number>>();
  const purgeable = new Map<string, Offset>();
  let underWay: Promise<void> | null = null;
  let isDirty = false;
  let dueMs = clock.nowMs() + intervalMs;
  let purgeDueMs = clock.nowMs() + PURGE_INTERVAL_MS;

  /** Synchronous: positions, state and everything that was emitted belong together. */
  function prepare(): Prepared {
    isDirty = false;
    const prepared: Prepared = { offsets: [], positions: [], changes: [] };
    for (const task of tasks.running) {
      task.emitHeld();
      // What a sink could not write yet belongs to a later commit, with everything that led to it.
      if (task.blockedUntilMs !== null) {
        isDirty = true;
        continue;
      }
      prepareProgress(task, prepared);
      const changes = new Map<string, HeldRecords>();
      const written = task.flushStores((topic) => held(changes, topic));
      // Tombstones leave a few at a time: where some were written, there may be more.
      if (written > 0) isDirty = true;
      for (const [topic, records] of changes) if (records.count > 0) prepared.changes.push({ task, topic, records });
    }
    return prepared;
  }

  function prepareProgress(task: Task, { offsets, positions }: Prepared): void {
    const known = committed.get(task);
    for (const { topic: source } of task.sources) {
      const position = task.position(source);
      if (known?.get(source) !== position) offsets.push({ task, source, position });
    }
    for (const { node: source, positionsTopic: topic, queue } of task.activeInputs)
      if (known?.get(source) !== queue.position) positions.push({ task, source, position: queue.position, topic });
  }

  /** What belongs to a task that was lost meanwhile is somebody else's to write. */
  function isOurs({ task }: { readonly task: Task }): boolean {
    return tasks.running.includes(task);
  }

  async function finish({ offsets, positions, changes }: Prepared): Promise<void> {
    await producer.flush();
    for (const { task, topic, records } of changes.filter(isOurs)) records.sendTo(output.lane(topic, task.partition));
    if (changes.length > 0) await producer.flush();
    const written = positions.filter(isOurs);
    for (const { topic, source, position } of written) writePosition(output, topic, source, position, clock.nowMs());
    if (written.length > 0) await producer.flush();
    written.forEach(remember);
    const moved = offsets.filter(isOurs);
    if (moved.length > 0 && (await commitOffsets(moved))) moved.forEach(remember);
    purgeWhenDue();
  }

  async function commitOffsets(moved: readonly Progress[]): Promise<boolean> {
    try {
      await membership.commit(
        moved.map(({ task, source, position }) => ({ topic: source, partition: task.partition, offset: position })),
      );
      return true;
    } catch (error) {
      if (!(error instanceof WeirError) || error.code !== "KAFKA_0301") throw error;
      isDirty = true;
      options.onRefused(error);
      return false;
    }
  }

  function remember({ task, source, position }: Progress): void {
    const known = committed.get(task);
    if (known === undefined) committed.set(task, new Map([[source, position]]));
    else known.set(source, position);
    const isInternal = task.sources.some(({ topic, internal }) => topic === source && internal);
    if (isInternal && position > 0)
      purgeable.set(`${source} ${task.partition}`, { topic: source, partition: task.partition, offset: position });
  }

  function purgeWhenDue(): void {
    if (purgeable.size === 0 || clock.nowMs() < purgeDueMs) return;
    purgeDueMs = clock.nowMs() + PURGE_INTERVAL_MS;
    options.purge([...purgeable.values()]);
    purgeable.clear();
  }

  async function once(): Promise<void> {
    dueMs = clock.nowMs() + intervalMs;
    await finish(prepare());
  }

  /** One after the other: what is committed later must not be overtaken by what was prepared before. */
  function begin(): Promise<void> {
    const mine = (underWay === null ? once() : underWay.then(once)).finally(() => {
      if (underWay === mine) underWay = null;
    });
    underWay = mine;
    return mine;
  }

  return {
    changed() {
      isDirty = true;
    },
    maybeCommit: () => (isDirty && underWay === null && clock.nowMs() >= dueMs ? begin() : null),
    commit: begin,
    dueInMs: () => (isDirty && underWay === null ? Math.max(1, dueMs - clock.nowMs()) : Number.POSITIVE_INFINITY),
  };
}

function held(changes: Map<string, HeldRecords>, topic: string): HeldRecords {
  const known = changes.get(topic);
  if (known !== undefined) return known;
  const records = new HeldRecords();
  changes.set(topic, records);
  return records;
}
