/**
 * Commits at least once: what the tasks held back is emitted, state changes go to the changelogs, everything is acknowledged, and only then
 * are the offsets committed that had been processed when it began. Processing goes on meanwhile. (Exactly-once replaces this file's order by
 * one transaction; the steps stay.)
 */
import type { Membership, Producer } from "../kafka/ports.ts";
import type { Clock } from "./clock.ts";
import { writePosition } from "./positions.ts";
import type { TaskOutput } from "./task-output.ts";
import type { TaskSet } from "./task-set.ts";

export interface Committer {
  /** Starts a commit when one is due and none is under way. */
  maybeCommit(onFailure: (error: unknown) => void): void;
  /** Commits everything processed so far. */
  commit(): Promise<void>;
  /** Until the next commit is due. */
  dueInMs(): number;
}

export interface CommitterOptions {
  readonly producer: Producer;
  readonly membership: Membership;
  readonly tasks: TaskSet;
  readonly output: TaskOutput;
  readonly clock: Clock;
  readonly intervalMs: number;
}

interface Commit {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export function createCommitter(options: CommitterOptions): Committer {
  const { producer, membership, tasks, output, clock, intervalMs } = options;
  const committed = new Map<string, number>();
  let underWay: Promise<void> | null = null;
  let dueMs = clock.nowMs() + intervalMs;

  /** Synchronous: the offsets and everything that was emitted for them belong together. */
  function prepare(): Commit[] {
    const commits: Commit[] = [];
    for (const task of tasks.running) {
      task.flush();
      for (const { topic } of task.sources) {
        const offset = task.position(topic);
        if (committed.get(`${topic} ${task.partition}`) !== offset)
          commits.push({ topic, partition: task.partition, offset });
      }
      for (const input of task.activeInputs) {
        const offset = input.queue.position;
        if (committed.get(`${input.positionsTopic} ${input.node}`) === offset) continue;
        writePosition(output, input.positionsTopic, input.node, offset, clock.nowMs());
        committed.set(`${input.positionsTopic} ${input.node}`, offset);
      }
    }
    return commits;
  }

  async function finish(commits: readonly Commit[]): Promise<void> {
    await producer.flush();
    if (commits.length > 0) await membership.commit(commits);
    for (const { topic, partition, offset } of commits) committed.set(`${topic} ${partition}`, offset);
  }

  function begin(): Promise<void> {
    dueMs = clock.nowMs() + intervalMs;
    underWay = finish(prepare()).finally(() => {
      underWay = null;
    });
    return underWay;
  }

  return {
    maybeCommit(onFailure) {
      if (underWay === null && clock.nowMs() >= dueMs) begin().catch(onFailure);
    },
    async commit() {
      await underWay;
      await begin();
    },
    dueInMs: () => (underWay === null ? Math.max(1, dueMs - clock.nowMs()) : intervalMs),
  };
}
