/**
 * Lets stream time go on where a source has fallen silent, so that windows close (the complaint that Kafka Streams leaves unanswered). From
 * the last record on, after the source's idle timeout, stream time advances as fast as the clock on the wall.
 */
import type { Clock } from "./clock.ts";
import type { Task } from "./task.ts";

export class IdleSources {
  readonly #clock: Clock;
  readonly #lastRecordMs = new WeakMap<Task, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  sawRecords(task: Task): void {
    this.#lastRecordMs.set(task, this.#clock.nowMs());
  }

  advance(task: Task): void {
    const timeoutMs = task.idleTimeoutMs;
    const last = this.#lastRecordMs.get(task);
    if (timeoutMs === null || last === undefined || task.streamTimeMs < 0 || task.buffered > 0) return;
    const silentMs = this.#clock.nowMs() - last;
    if (silentMs >= timeoutMs) task.advanceStreamTime(task.streamTimeMs + silentMs);
  }
}
