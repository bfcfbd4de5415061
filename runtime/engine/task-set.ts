/** The tasks of a worker: which are restoring, which run, who reads which partition, and how far each partition has been fetched. */
import type { FetchedRecords, Fetcher, TaskId } from "../kafka/ports.ts";
import type { SourcePosition } from "./restore.ts";
import type { Task } from "./task.ts";
import type { TaskStatus, WorkerStatus } from "./worker-status.ts";

/** A partition with more rows or bytes waiting than this is paused until it is below the second mark in both. */
const PAUSE_ABOVE = { rows: 50_000, bytes: 32 * 1024 * 1024 };
const RESUME_BELOW = { rows: 10_000, bytes: 8 * 1024 * 1024 };

interface Reader {
  readonly task: Task;
  readonly topic: string;
  fetchedTo: number;
  paused: boolean;
}

export class TaskSet {
  readonly #fetcher: Fetcher;
  readonly #restoring = new Map<string, Task>();
  readonly #running = new Map<string, Task>();
  #list: readonly Task[] = [];
  readonly #readers = new Map<string, Reader>();

  constructor(fetcher: Fetcher) {
    this.#fetcher = fetcher;
  }

  get running(): readonly Task[] {
    return this.#list;
  }

  missing(ids: readonly TaskId[]): TaskId[] {
    return ids.filter((id) => !this.#running.has(nameOf(id)) && !this.#restoring.has(nameOf(id)));
  }

  addRestoring(task: Task): void {
    this.#restoring.set(task.id, task);
  }

  isRestoring(task: Task): boolean {
    return this.#restoring.get(task.id) === task;
  }

  async startRunning(task: Task, positions: readonly SourcePosition[]): Promise<void> {
    if (!this.isRestoring(task)) return;
    this.#restoring.delete(task.id);
    this.#running.set(task.id, task);
    this.#list = [...this.#running.values()];
    for (const { topic, position } of positions) {
      this.#readers.set(`${topic} ${task.partition}`, { task, topic, fetchedTo: position, paused: false });
      task.seek(topic, position);
    }
    await this.assignFetcher();
  }

  /** Tells the fetcher which partitions are read now. */
  async assignFetcher(): Promise<void> {
    await this.#fetcher.assign(
      [...this.#readers.values()].map(({ task, topic, fetchedTo }) => ({
        topic,
        partition: task.partition,
        position: fetchedTo,
      })),
    );
  }

  drop(ids: readonly TaskId[]): void {
    for (const id of ids) this.#remove(nameOf(id));
    this.#list = [...this.#running.values()];
  }

  dropAll(): void {
    for (const name of [...this.#running.keys(), ...this.#restoring.keys()]) this.#remove(name);
    this.#list = [];
  }

  #remove(name: string): void {
    const task = this.#running.get(name) ?? this.#restoring.get(name);
    this.#running.delete(name);
    this.#restoring.delete(name);
    if (task === undefined) return;
    for (const [key, reader] of this.#readers) if (reader.task === task) this.#readers.delete(key);
    task.close();
  }

  readerOf(topic: string, partition: number): Task | undefined {
    return this.#readers.get(`${topic} ${partition}`)?.task;
  }

  accept(task: Task, fetched: FetchedRecords): void {
    const reader = this.#readers.get(`${fetched.topic} ${fetched.partition}`);
    if (reader === undefined) return;
    reader.fetchedTo = fetched.nextOffset;
    task.accept(fetched.topic, fetched.columns, fetched.nextOffset, fetched.release);
    const { rows, bytes } = task.waitingOf(fetched.topic);
    if (!reader.paused && (rows > PAUSE_ABOVE.rows || bytes > PAUSE_ABOVE.bytes)) {
      reader.paused = true;
      this.#fetcher.pause(fetched);
    }
  }

  relievePressure(): void {
    for (const reader of this.#readers.values()) {
      if (!reader.paused) continue;
      const { rows, bytes } = reader.task.waitingOf(reader.topic);
      if (rows > RESUME_BELOW.rows || bytes > RESUME_BELOW.bytes) continue;
      reader.paused = false;
      this.#fetcher.resume({ topic: reader.topic, partition: reader.task.partition });
    }
  }

  noteCaughtUp(task: Task): void {
    for (const reader of this.#readers.values()) {
      if (reader.task !== task) continue;
      const end = this.#fetcher.endOffset({ topic: reader.topic, partition: task.partition });
      task.setCaughtUp(reader.topic, end !== undefined && reader.fetchedTo >= end);
    }
  }

  /** When the first of its own sources has something again; Infinity where none says. */
  nextReadyMs(nowMs: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const task of this.#list) {
      for (const input of task.activeInputs)
        if (!input.source.done && input.queue.rows === 0) next = Math.min(next, input.source.nextReadyMs() ?? nowMs);
    }
    return next;
  }

  status(waitingFor: string | null, pendingBytes: number): WorkerStatus {
    const tasks = [
      ...this.#list.map((task) => this.#taskStatus(task, "running")),
      ...[...this.#restoring.values()].map((task) => this.#taskStatus(task, "restoring")),
    ];
    return { tasks, waitingFor, pendingBytes };
  }

  #taskStatus(task: Task, state: TaskStatus["state"]): TaskStatus {
    return {
      id: task.id,
      subTopology: task.subTopology.id,
      partition: task.partition,
      state,
      counts: task.counts(),
      lag: state === "running" ? this.#lagOf(task) : null,
      buffered: task.buffered,
      ended: task.activeInputs.length === 0 ? null : task.done,
      streamTimeMs: task.streamTimeMs,
      stores: [...task.stores.values()].map((store) => ({ name: store.name, entries: store.size, bytes: store.bytes })),
    };
  }

  #lagOf(task: Task): number | null {
    let lag = 0;
    for (const reader of this.#readers.values()) {
      if (reader.task !== task) continue;
      const end = this.#fetcher.endOffset({ topic: reader.topic, partition: task.partition });
      if (end === undefined) return null;
      lag += Math.max(0, end - task.position(reader.topic));
    }
    return lag;
  }
}

function nameOf(id: TaskId): string {
  return `${id.subTopology}_${id.partition}`;
}
