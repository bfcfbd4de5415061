/**
 * One worker: a member of the group with its own connections, tasks and stores. A single loop takes what has arrived, lets tasks run in
 * slices short enough for heartbeats, applies back-pressure and commits; joining, restoring and leaving happen between slices.
 */
import { WeirError } from "../../shared/errors.ts";
import { toGroupTopology } from "../../shared/topology/group-topology.ts";
import type { SinkConfig } from "../../shared/topology/processors.ts";
import type { Topology, TopologyNode } from "../../shared/topology/topology.ts";
import type { Fetcher, Membership, Producer, TaskId } from "../kafka/ports.ts";
import type { Clock } from "./clock.ts";
import { createCommitter } from "./committer.ts";
import type { Committer, Offset } from "./committer.ts";
import type { EngineKafka } from "./engine-kafka.ts";
import { describeError } from "./failure.ts";
import { IdleSources } from "./idle-sources.ts";
import { Jobs } from "./jobs.ts";
import type { Taps } from "../observability/taps.ts";
import { createOutput } from "./producer-output.ts";
import { restoreTask } from "./restore.ts";
import type { SourcePosition } from "./restore.ts";
import { Task } from "./task.ts";
import type { PrintLines, TaskLog, TaskOutput } from "./task-output.ts";
import { TaskSet } from "./task-set.ts";
import type { WorkerStatus } from "./worker-status.ts";

export interface WorkerOptions {
  readonly topology: Topology;
  readonly kafka: EngineKafka;
  readonly clock: Clock;
  readonly log: TaskLog;
  readonly print: PrintLines;
  readonly processId: string;
  readonly taps: Taps;
  /** Called once when the worker cannot go on. */
  readonly onFailure: (error: Error) => void;
}

/** A slice of work ends after so long, so that timers and sockets get their turn. */
const SLICE_MS = 8;
const ROWS_PER_RUN = 4096;
/** Above this much unacknowledged output the worker waits until it has halved. */
const PENDING_BYTES = 8 * 1024 * 1024;
/** Processors that ask for it are told the time so often. */
const TICK_MS = 1000;
/** A timer cannot be set for longer. */
const LONGEST_WAIT_MS = 3_600_000;

export class StreamWorker {
  readonly #options: WorkerOptions;
  readonly #fetcher: Fetcher;
  readonly #producer: Producer;
  readonly #membership: Membership;
  readonly #tasks: TaskSet;
  readonly #idle: IdleSources;
  readonly #jobs = new Jobs();
  #committer: Committer | null = null;
  #output: TaskOutput | null = null;
  #stopping: Promise<void> | null = null;
  #loop: Promise<void> | null = null;
  #waitingFor: string | null = null;
  #nextTickMs = 0;
  #failure: Error | null = null;
  #canPurge = true;

  constructor(options: WorkerOptions) {
    const { kafka, topology, clock } = options;
    this.#options = options;
    this.#fetcher = kafka.fetcher({
      isolation: topology.settings.guarantee === "exactly-once" ? "read_committed" : "read_uncommitted",
    });
    this.#producer = kafka.producer(compressions(topology));
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
      purge: (before) => this.#purge(before),
      onRefused: (error) => this.#options.log("warn", error.message, {}),
    });
    this.#loop = this.#run()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#jobs.end(this.#failure));
    await this.#membership.start({
      assign: (tasks) => this.#jobs.add(() => this.#assign(tasks)),
      revoke: (tasks) => this.#jobs.add(() => this.#revoke(tasks)),
      lost: (tasks) => this.#lose(tasks),
      status: (message) => {
        this.#waitingFor = message;
      },
      failed: (error) => this.#fail(error),
    });
  }

  /** Finishes what is being processed, commits and leaves the group. Rejects when that could not be committed. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#jobs.wake();
    await this.#loop;
    this.#dropAll();
    await this.#membership.leave();
    await this.#fetcher.close();
    await this.#producer.close();
    if (this.#failure !== null) throw this.#failure;
  }

  /** The group is left whatever a processor cannot finish. */
  #dropAll(): void {
    try {
      this.#tasks.dropAll();
    } catch (error) {
      this.#fail(error);
    }
  }

  status(): WorkerStatus {
    return this.#tasks.status(this.#waitingFor, this.#producer.pendingBytes);
  }

  /** Commits now; resolves when everything processed so far is durable, but for tasks whose sinks wait to write again. */
  commit(): Promise<void> {
    return this.#jobs.add(async () => this.#committer?.commit());
  }

  /** The end of bounded input: windows that are still open close now. Only tasks of one sub-topology, as the next one reads what they emit. */
  finish(subTopology: string): Promise<void> {
    return this.#jobs.add(async () => {
      for (const task of this.#tasks.running) if (task.subTopology.id === subTopology) task.closeOpen();
      await this.#committer?.commit();
    });
  }

  async #run(): Promise<void> {
    while (this.#stopping === null && this.#failure === null) {
      await this.#jobs.run();
      const rows = this.#slice();
      this.#tick();
      // What was processed while it went on may be due when it is done.
      this.#committer?.maybeCommit()?.then(
        () => this.#jobs.wake(),
        (error: unknown) => this.#fail(error),
      );
      if (this.#producer.pendingBytes > PENDING_BYTES) await this.#producer.drain(PENDING_BYTES / 2);
      else if (rows > 0) await new Promise<void>((resolve) => setImmediate(resolve));
      else await this.#waitForWork();
    }
    if (this.#failure === null) await this.#committer?.commit();
  }

  /** Synchronous work for at most about SLICE_MS; answers how many rows were processed. */
  #slice(): number {
    const deadline = performance.now() + SLICE_MS;
    let total = 0;
    for (;;) {
      let rows = this.#takeFetched();
      for (const task of this.#tasks.running) {
        if (this.#isBlocked(task)) continue;
        task.pull(ROWS_PER_RUN);
        this.#tasks.noteCaughtUp(task);
        rows += task.run(ROWS_PER_RUN);
      }
      total += rows;
      if (rows === 0 || performance.now() > deadline || this.#producer.pendingBytes > PENDING_BYTES) break;
    }
    if (total > 0) {
      this.#committer?.changed();
      this.#tasks.relievePressure();
    }
    return total;
  }

  /** Tries again when it is time. */
  #isBlocked(task: Task): boolean {
    const untilMs = task.blockedUntilMs;
    if (untilMs === null) return false;
    if (this.#options.clock.nowMs() >= untilMs) task.emitHeld();
    return task.blockedUntilMs !== null;
  }

  #takeFetched(): number {
    const fetched = this.#fetcher.take();
    if (fetched === undefined) return 0;
    const task = this.#tasks.readerOf(fetched.topic, fetched.partition);
    if (task === undefined) return 0;
    this.#tasks.accept(task, fetched);
    this.#idle.sawRecords(task);
    // Also without records: the position has moved past what cannot be seen.
    this.#committer?.changed();
    return fetched.columns.count;
  }

  #tick(): void {
    const now = this.#options.clock.nowMs();
    const isTick = now >= this.#nextTickMs;
    if (isTick) this.#nextTickMs = now + TICK_MS;
    for (const task of this.#tasks.running) {
      if (isTick) task.tick(now);
      if (this.#idle.advance(task)) this.#committer?.changed();
    }
  }

  /** Until there is something to do: data, a job, a commit, a window that closes. */
  async #waitForWork(): Promise<void> {
    if (this.#stopping !== null || this.#failure !== null || !this.#jobs.isEmpty) return;
    const waitMs = this.#dueInMs();
    if (waitMs <= 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      return;
    }
    await Promise.race([this.#fetcher.ready(Math.min(waitMs, LONGEST_WAIT_MS)), this.#jobs.arrival()]);
  }

  #dueInMs(): number {
    const now = this.#options.clock.nowMs();
    let dueMs = Math.min(this.#tasks.nextReadyMs(now) - now, this.#committer?.dueInMs() ?? Number.POSITIVE_INFINITY);
    for (const task of this.#tasks.running) {
      dueMs = Math.min(dueMs, this.#idle.dueInMs(task));
      const untilMs = task.blockedUntilMs;
      if (untilMs !== null) dueMs = Math.min(dueMs, Math.max(1, untilMs - now));
      if (task.ticks) dueMs = Math.min(dueMs, this.#nextTickMs - now);
    }
    return dueMs;
  }

  async #assign(ids: readonly TaskId[]): Promise<void> {
    const { topology, clock, log, print, kafka, taps } = this.#options;
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
        taps,
        nowMs: () => clock.nowMs(),
        log,
        print,
      });
      this.#tasks.addRestoring(task);
      const isCurrent = (): boolean => this.#stopping === null && this.#tasks.isRestoring(task);
      // Restoring goes on beside the loop; the task starts when its state is complete.
      void restoreTask(task, { kafka, membership: this.#membership, isCurrent, log })
        .then((positions) => this.#jobs.add(() => this.#startRunning(task, positions)))
        .catch((error: unknown) => {
          if (isCurrent()) this.#fail(error);
        });
    }
  }

  async #startRunning(task: Task, positions: readonly SourcePosition[]): Promise<void> {
    await this.#tasks.startRunning(task, positions);
    this.#committer?.changed();
  }

  async #revoke(ids: readonly TaskId[]): Promise<void> {
    await this.#committer?.commit();
    this.#tasks.drop(ids);
    await this.#tasks.assignFetcher();
  }

  /** They are somebody else's already. */
  #lose(ids: readonly TaskId[]): void {
    this.#tasks.drop(ids);
    this.#jobs.add(() => this.#tasks.assignFetcher()).catch((error: unknown) => this.#fail(error));
  }

  #purge(before: readonly Offset[]): void {
    if (!this.#canPurge) return;
    this.#options.kafka.admin.deleteRecords(before).catch((error: unknown) => {
      // Nothing is lost by it, only disk space.
      this.#canPurge = false;
      this.#options.log("warn", "Records of repartition topics that were processed cannot be deleted.", {
        reason: describeError(error),
      });
    });
  }

  #fail(error: unknown): void {
    if (this.#failure !== null) return;
    this.#failure =
      error instanceof Error
        ? error
        : new WeirError("RUN_0500", String(error), { hint: "This is a bug in Weir: please report it." });
    this.#jobs.wake();
    this.#options.onFailure(this.#failure);
  }
}

function compressions(topology: Topology): ReadonlyMap<string, SinkConfig["compression"]> {
  const nodes = topology.subTopologies.flatMap((part) => part.nodes);
  return new Map(nodes.flatMap((node) => (isSink(node) ? [[node.config.topic, node.config.compression]] : [])));
}

function isSink(node: TopologyNode): node is TopologyNode<"sink"> {
  return node.type === "sink";
}
