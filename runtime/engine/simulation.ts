/**
 * The engine without a broker: the same tasks, fed by hand, on a clock that only moves when told to. Deterministic. `weir simulate`,
 * `weir test`, the examples of operators and the engine's own tables run on it.
 */
import { inFlowOrder } from "../../shared/topology/flow-order.ts";
import type { SinkConfig, SourceConfig } from "../../shared/topology/processors.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import { addCounts } from "../observability/counters.ts";
import type { NodeCount } from "../observability/counters.ts";
import { Taps } from "../observability/taps.ts";
import type { StateStore } from "../state/state-store.ts";
import { MemoryPartition } from "./memory-topic.ts";
import type { MemoryRecord } from "./memory-topic.ts";
import { simulatedTopology } from "./simulated-topology.ts";
import { Task } from "./task.ts";
import type { TaskLog, TaskOutput } from "./task-output.ts";

export interface SimulationOptions {
  /** Partitions of every topic. */
  readonly partitions?: number;
  readonly startMs?: number;
  /** Files and generators are fed by hand, or read as in a run (to their end, or as far as the clock allows). */
  readonly sources?: "fed" | "read";
  /**
   * Whether a source's `maxFutureSkew` counts. It compares event times with the clock, which says nothing here unless a test sets it by
   * `startMs`; so it is ignored where left out.
   */
  readonly futureSkew?: "ignored" | "checked";
  readonly log?: TaskLog;
  readonly print?: (text: string) => void;
  /** Who watches the tasks. */
  readonly taps?: Taps;
}

/** A point to return to. */
export interface Checkpoint {
  readonly positions: ReadonlyMap<string, number>;
  readonly lengths: ReadonlyMap<string, readonly number[]>;
}

interface Reader {
  readonly task: Task;
  readonly topic: string;
  next: number;
}

export class Simulation {
  readonly topology: Topology;
  readonly #sources: ReadonlyMap<string, SourceConfig>;
  readonly #partitions: number;
  readonly #log: TaskLog;
  readonly #print: (text: string) => void;
  readonly #topics = new Map<string, MemoryPartition[]>();
  readonly #output: TaskOutput;
  readonly #taps: Taps;
  #tasks: Task[] = [];
  #readers: Reader[] = [];
  #nowMs: number;

  constructor(topology: Topology, options: SimulationOptions = {}) {
    this.topology = simulatedTopology(topology, {
      sources: options.sources ?? "fed",
      futureSkew: options.futureSkew ?? "ignored",
    });
    this.#sources = sourcesOf(this.topology);
    this.#partitions = options.partitions ?? 1;
    this.#nowMs = options.startMs ?? 0;
    this.#log = options.log ?? (() => {});
    this.#print = options.print ?? (() => {});
    this.#taps = options.taps ?? new Taps();
    this.#output = {
      partitions: () => this.#partitions,
      lane: (topic, partition) => this.#partition(topic, partition),
    };
    this.#build();
  }

  #partition(topic: string, partition: number): MemoryPartition {
    let partitions = this.#topics.get(topic);
    if (partitions === undefined) {
      partitions = Array.from({ length: this.#partitions }, () => new MemoryPartition());
      this.#topics.set(topic, partitions);
    }
    const found = partitions[partition];
    if (found === undefined) throw new Error(`Invariant broken: ${topic} has no partition ${partition}`);
    return found;
  }

  #build(): void {
    this.#tasks = [];
    for (const subTopology of this.topology.subTopologies) {
      for (let partition = 0; partition < this.#partitions; partition++) {
        this.#tasks.push(
          new Task({
            topology: this.topology,
            subTopology,
            partition,
            output: this.#output,
            taps: this.#taps,
            nowMs: () => this.#nowMs,
            log: this.#log,
            print: this.#print,
          }),
        );
      }
    }
    this.#readers = this.#tasks.flatMap((task) => task.sources.map(({ topic }) => ({ task, topic, next: 0 })));
    // All that there is has been delivered whenever a task runs.
    for (const { task, topic } of this.#readers) task.setCaughtUp(topic, true);
  }

  /** The configuration of the source that a node became; undefined where the node is not a source. */
  sourceOf(node: string): SourceConfig | undefined {
    return this.#sources.get(node);
  }

  /** The sinks that a person drew, with their nodes. */
  get sinks(): { readonly node: string; readonly config: SinkConfig }[] {
    return this.topology.subTopologies
      .flatMap((part) => part.nodes)
      .flatMap((node) =>
        node.type === "sink" && !isInternal(node.config)
          ? [{ node: node.node, config: node.config as SinkConfig }]
          : [],
      );
  }

  /** Appends records to a topic without running anything. The clock goes along: a record is not there before its time. */
  append(topic: string, partition: number, records: readonly Omit<MemoryRecord, "offset">[]): void {
    const log = this.#partition(topic, partition);
    for (const record of records) {
      log.push(record);
      if (record.timestampMs > this.#nowMs) this.#nowMs = record.timestampMs;
    }
  }

  /** Runs until nothing is left to do; then emits what processors held back and writes the changelogs, as a commit does. */
  run(options: { commit?: boolean } = {}): void {
    this.#drain();
    if (options.commit === false) return;
    // What one task emits on commit may wake another: a topology has no cycles, so one pass per sub-topology is enough.
    for (let pass = 0; pass <= this.topology.subTopologies.length; pass++) {
      for (const task of this.#tasks) {
        task.emitHeld();
        task.flushStores((changelog) => this.#partition(changelog, task.partition));
      }
      if (!this.#drain()) return;
    }
  }

  /** Answers whether there was anything to do. */
  #drain(): boolean {
    let rounds = 0;
    for (let worked = true; worked; rounds += worked ? 1 : 0) {
      worked = false;
      for (const reader of this.#readers) worked = this.#deliver(reader) || worked;
      for (const task of this.#tasks) while (task.pull(4096) + task.run(4096) > 0) worked = true;
    }
    return rounds > 0;
  }

  #deliver(reader: Reader): boolean {
    const log = this.#partition(reader.topic, reader.task.partition);
    const end = log.records.length;
    if (reader.next >= end) return false;
    reader.task.accept(reader.topic, log.columns(reader.next, end), end);
    reader.next = end;
    return true;
  }

  /** Stream time of every task moves to `timeMs`: windows that end before it close. Sub-topologies follow each other. */
  advanceStreamTime(timeMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, timeMs);
    for (const { id } of inFlowOrder(this.topology.subTopologies)) {
      for (const task of this.#tasks) if (task.subTopology.id === id) task.advanceStreamTime(timeMs);
      this.run();
    }
  }

  /**
   * The end of bounded input, as in a run: every window that is open closes, sub-topology after sub-topology. `moved` is told before stream time
   * of one of them moves, and to where.
   */
  closeOpen(moved: (timeMs: number) => void = () => {}): void {
    for (const { id } of inFlowOrder(this.topology.subTopologies)) {
      const tasks = this.#tasks.filter((task) => task.subTopology.id === id);
      const timeMs = Math.max(...tasks.map((task) => task.closesAtMs));
      if (timeMs > Number.NEGATIVE_INFINITY) moved(timeMs);
      for (const task of tasks) task.closeOpen();
      this.run();
    }
  }

  /** Every store of every task, with the pipeline node that it belongs to. */
  get stores(): { readonly node: string; readonly store: StateStore }[] {
    return this.#tasks.flatMap((task) =>
      task.subTopology.stores.flatMap((plan) => {
        const store = task.stores.get(plan.name);
        return store === undefined ? [] : [{ node: plan.node, store }];
      }),
    );
  }

  advanceWallClock(ms: number): void {
    this.#nowMs += ms;
    for (const task of this.#tasks) task.tick(this.#nowMs);
    this.run();
  }

  /** Closes every task and builds it anew from its changelogs, as after a crash behind a commit. */
  restart(): void {
    this.#rebuild(this.checkpoint().positions);
  }

  /** What a transaction that begins now would return to when it is aborted. */
  checkpoint(): Checkpoint {
    return {
      positions: new Map(this.#readers.map((reader) => [`${reader.topic} ${reader.task.id}`, reader.next])),
      lengths: new Map(
        [...this.#topics].map(([topic, partitions]) => [topic, partitions.map((one) => one.records.length)]),
      ),
    };
  }

  /** Everything written since the checkpoint is gone, and every task starts again from where it was then. */
  abort(to: Checkpoint): void {
    for (const [topic, partitions] of this.#topics) {
      const lengths = to.lengths.get(topic);
      partitions.forEach((partition, index) => partition.truncate(lengths?.[index] ?? 0));
    }
    this.#rebuild(to.positions);
  }

  #rebuild(positions: ReadonlyMap<string, number>): void {
    for (const task of this.#tasks) task.close();
    this.#build();
    for (const reader of this.#readers) {
      reader.next = positions.get(`${reader.topic} ${reader.task.id}`) ?? 0;
      reader.task.seek(reader.topic, reader.next);
    }
    for (const task of this.#tasks) {
      for (const plan of task.subTopology.stores) {
        if (plan.changelog === null) continue;
        const log = this.#partition(plan.changelog, task.partition);
        if (log.records.length > 0) task.stores.get(plan.name)?.restore(log.columns(0, log.records.length));
      }
    }
  }

  /** Everything written to a topic so far, in order, by partition. */
  partitions(topic: string): (readonly MemoryRecord[])[] {
    return (this.#topics.get(topic) ?? []).map((partition) => partition.records);
  }

  /** The same as one list. */
  records(topic: string): MemoryRecord[] {
    return this.partitions(topic).flat();
  }

  counts(): NodeCount[] {
    const counts = new Map<string, NodeCount>();
    for (const task of this.#tasks) {
      for (const count of task.counts()) {
        const before = counts.get(count.node);
        counts.set(count.node, before === undefined ? count : addCounts(before, count));
      }
    }
    return [...counts.values()];
  }

  close(): void {
    for (const task of this.#tasks) task.close();
  }
}

/** By pipeline node. */
function sourcesOf(topology: Topology): Map<string, SourceConfig> {
  const nodes = topology.subTopologies.flatMap((part) => part.nodes);
  return new Map(
    nodes.flatMap((node) =>
      node.type === "source" && !isInternal(node.config) ? [[node.node, node.config as SourceConfig]] : [],
    ),
  );
}

function isInternal(config: object): boolean {
  return "internal" in config && config.internal === true;
}
