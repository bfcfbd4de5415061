/**
 * Lets stream time go on where a source has fallen silent, so that windows close (the complaint that Kafka Streams leaves unanswered). From
 * the last record on, after the source's idle timeout, stream time advances as fast as the clock on the wall, until nothing is open any more.
 */
import type { Clock } from "./clock.ts";
import type { Task } from "./task.ts";

interface Silence {
  sinceMs: number;
  /** Where stream time was when it began. */
  readonly streamTimeMs: number;
}

/** Stream time moves in steps of this while windows wait for it. */
const STEP_MS = 100;

export class IdleSources {
  readonly #clock: Clock;
  readonly #silences = new WeakMap<Task, Silence>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  sawRecords(task: Task): void {
    this.#silences.set(task, { sinceMs: this.#clock.nowMs(), streamTimeMs: task.streamTimeMs });
  }

  /** Answers whether stream time has moved. */
  advance(task: Task): boolean {
    const timeoutMs = task.idleTimeoutMs;
    if (timeoutMs === null) return false;
    const silence = this.#silenceOf(task);
    // What the broker still has is not silence.
    if (!task.isCaughtUp) silence.sinceMs = this.#clock.nowMs();
    const silentMs = this.#clock.nowMs() - silence.sinceMs;
    if (silentMs < timeoutMs || silence.streamTimeMs < 0) return false;
    const timeMs = Math.min(silence.streamTimeMs + silentMs, task.closesAtMs);
    if (timeMs <= task.streamTimeMs) return false;
    task.advanceStreamTime(timeMs);
    return true;
  }

  /** When `advance` may have something to do; Infinity while nothing waits for it. */
  dueInMs(task: Task): number {
    const timeoutMs = task.idleTimeoutMs;
    if (timeoutMs === null || task.closesAtMs <= task.streamTimeMs) return Number.POSITIVE_INFINITY;
    const silence = this.#silenceOf(task);
    return Math.max(STEP_MS, silence.sinceMs + timeoutMs - this.#clock.nowMs());
  }

  #silenceOf(task: Task): Silence {
    const known = this.#silences.get(task);
    if (known !== undefined) return known;
    const begun = { sinceMs: this.#clock.nowMs(), streamTimeMs: task.streamTimeMs };
    this.#silences.set(task, begun);
    return begun;
  }
}
