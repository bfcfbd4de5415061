/**
 * One worker: a member of the group with its own connections, tasks and stores. A single loop takes what has arrived, lets tasks run in
 * slices short enough for heartbeats, applies back-pressure and commits; joining, restoring and leaving happen between slices.
 */
import { WeirError } from "../../shared/errors.ts";
import { toGroupTopology } from "../../shared/topology/group-topology.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import type { Fetcher, Membership, Producer, TaskId } from "../kafka/ports.ts";
import type { Clock } from "./clock.ts";
import { createCommitter } from "./committer.ts";
import type { Committer } from "./committer.ts";
import type { EngineKafka } from "./engine-kafka.ts";
import { IdleSources } from "./idle-sources.ts";
import { createOutput } from "./producer-output.ts";
import { restoreTask } from "./restore.ts";
import { Task } from "./task.ts";
import type { TaskLog, TaskOutput } from "./task-output.ts";
import { TaskSet } from "./task-set.ts";
import type { WorkerStatus } from "./worker-status.ts";

export interface WorkerOptions {
  readonly topology: Topology;
  readonly kafka: EngineKafka;
  readonly clock: Clock;
  readonly log: TaskLog;
  readonly print: (text: string) => void;
  readonly processId: string;
  /** Called once when the worker cannot go on. */
  readonly onFailure: (error: Error) => void;
}

/** A slice of work ends after so long, so that timers and sockets get their turn. */
const SLICE_MS = 8;
const ROWS_PER_RUN = 4096;
/** Above this much unacknowledged output the worker waits until it has halved. */
const PENDING_BYTES = 32 * 1024 * 1024;
const TICK_MS = 100;
/** Longest wait for data when there is nothing else to do. */
const IDLE_WAIT_MS = 1000;

export class StreamWorker {
  readonly #options: WorkerOptions;
  readonly #fetcher: Fetcher;
  readonly #producer: Producer;
  readonly #membership: Membership;
  readonly #tasks: TaskSet;
  readonly #idle: IdleSources;
  #committer: Committer | null = null;
  #output: TaskOutput | null = null;
  #jobs: (() => Promise<void>)[] = [];
  #wake: () => void = () => {};
  #stopping = false;
  #loop: Promise<void> | null = null;
  #waitingFor: string | null = null;
  #nextTickMs = 0;
  #failed = false;

  constructor(options: WorkerOptions) {
    const { kafka, topology, clock } = options;
    this.#options = options;
    this.#fetcher = kafka.fetcher({
      isolation: topology.settings.guarantee === "exactly-once" ? "read_committed" : "read_uncommitted",
    });
    this.#producer = kafka.producer();
    this.#membership = kafka.membership(toGroupTopology(topology), topology.pipeline, options.processId);
    this.#tasks = new TaskSet(this.#fetcher);
    this.#idle = new IdleSources(clock);
  }

  async start(): Promise<void> {
    const { topology, clock } = this.#options;
    this.#output = await createOutput(this.#producer, topology);
    this.#committer = createCommitter({
      producer: this.#producer,
      membership: this.#membership,
      tasks: this.#tasks,
      clock,
      intervalMs: topology.settings.commitIntervalMs,
      output: this.#output,
    });
    await this.#membership.start({
      assign: (tasks) => this.#job(() => this.#assign(tasks)),
      revoke: (tasks) => this.#job(() => this.#revoke(tasks)),
      lost: (tasks) => this.#tasks.drop(tasks),
      status: (message) => {
        this.#waitingFor = message;
      },
      failed: (error) => this.#fail(error),
    });
    this.#loop = this.#run().catch((error: unknown) => this.#fail(error));
  }

  /** Finishes what is being processed, commits and leaves the group. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#loop;
    try {
      if (!this.#failed) await this.#committer?.commit();
    } finally {
      this.#tasks.dropAll();
      await this.#membership.leave();
      await this.#fetcher.close();
      await this.#producer.close();
    }
  }

  status(): WorkerStatus {
    return this.#tasks.status(this.#waitingFor, this.#producer.pendingBytes);
  }

  /** Commits now; resolves when everything processed so far is durable. */
  commit(): Promise<void> {
    return this.#job(async () => this.#committer?.commit());
  }

  /** The end of bounded input: windows that are still open close now. Only tasks of one sub-topology, as the next one reads what they emit. */
  finish(subTopology: string): Promise<void> {
    return this.#job(async () => {
      for (const task of this.#tasks.running)
        if (task.subTopology.id === subTopology) task.advanceStreamTime(Number.MAX_SAFE_INTEGER);
      await this.#committer?.commit();
    });
  }

  /** Runs between two slices of the loop. */
  #job(run: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#jobs.push(() => run().then(resolve, reject));
      this.#wake();
    });
  }

  async #run(): Promise<void> {
    while (!this.#stopping && !this.#failed) {
      for (const job of this.#jobs.splice(0)) await job();
      const rows = this.#slice();
      this.#tick();
      this.#committer?.maybeCommit((error) => this.#fail(error));
      if (this.#producer.pendingBytes > PENDING_BYTES) await this.#producer.drain(PENDING_BYTES / 2);
      else if (rows > 0) await new Promise<void>((resolve) => setImmediate(resolve));
      else await this.#waitForWork();
    }
    for (const job of this.#jobs.splice(0)) await job();
  }

  /** Synchronous work for at most about SLICE_MS; answers how many rows were processed. */
  #slice(): number {
    const deadline = performance.now() + SLICE_MS;
    let total = 0;
    for (;;) {
      let rows = this.#takeFetched();
      for (const task of this.#tasks.running) {
        task.pull(ROWS_PER_RUN);
        this.#tasks.noteCaughtUp(task);
        rows += task.run(ROWS_PER_RUN);
      }
      total += rows;
      if (rows === 0 || performance.now() > deadline || this.#producer.pendingBytes > PENDING_BYTES) break;
    }
    if (total > 0) this.#tasks.relievePressure();
    return total;
  }

  #takeFetched(): number {
    const fetched = this.#fetcher.take();
    if (fetched === undefined) return 0;
    const task = this.#tasks.readerOf(fetched.topic, fetched.partition);
    if (task === undefined) return 0;
    this.#tasks.accept(task, fetched);
    this.#idle.sawRecords(task);
    return fetched.columns.count;
  }

  #tick(): void {
    const now = this.#options.clock.nowMs();
    if (now < this.#nextTickMs) return;
    this.#nextTickMs = now + TICK_MS;
    for (const task of this.#tasks.running) {
      task.tick(now);
      this.#idle.advance(task);
    }
  }

  async #waitForWork(): Promise<void> {
    if (this.#stopping || this.#jobs.length > 0) return;
    const now = this.#options.clock.nowMs();
    const waitMs = Math.max(
      0,
      Math.min(IDLE_WAIT_MS, this.#tasks.nextReadyMs(now) - now, this.#committer?.dueInMs() ?? IDLE_WAIT_MS),
    );
    if (waitMs === 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      return;
    }
    await Promise.race([
      this.#fetcher.ready(waitMs),
      new Promise<void>((resolve) => {
        this.#wake = resolve;
      }),
    ]);
    this.#wake = () => {};
  }

  async #assign(ids: readonly TaskId[]): Promise<void> {
    const { topology, clock, log, print, kafka } = this.#options;
    const output = this.#output;
    if (output === null) return;
    for (const id of this.#tasks.missing(ids)) {
      const subTopology = topology.subTopologies.find((candidate) => candidate.id === id.subTopology);
      if (subTopology === undefined) continue;
      const task = new Task({
        topology,
        subTopology,
        partition: id.partition,
        output,
        nowMs: () => clock.nowMs(),
        log,
        print,
      });
      this.#tasks.addRestoring(task);
      // Restoring goes on beside the loop; the task starts when its state is complete.
      void restoreTask(task, {
        kafka,
        membership: this.#membership,
        isCurrent: () => this.#tasks.isRestoring(task),
        log,
      }).then(
        (positions) => this.#job(() => this.#tasks.startRunning(task, positions)),
        (error: unknown) => this.#fail(error),
      );
    }
  }

  async #revoke(ids: readonly TaskId[]): Promise<void> {
    await this.#committer?.commit();
    this.#tasks.drop(ids);
    await this.#tasks.assignFetcher();
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#wake();
    this.#options.onFailure(
      error instanceof Error
        ? error
        : new WeirError("RUN_0500", String(error), { hint: "This is a bug in Weir: please report it." }),
    );
  }
}
