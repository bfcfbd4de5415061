/**
 * One sub-topology on one partition number: its processors, its stores, and the records that wait for it. Synchronous; whoever owns it
 * (a worker, the simulation) brings records, lets it run in slices, and commits.
 */
import type { SourceConfig } from "../../shared/topology/processors.ts";
import type { SubTopology, Topology, TopologyNode } from "../../shared/topology/topology.ts";
import type { ProducerLane } from "../kafka/ports.ts";
import type { RecordColumns } from "../kafka/records/columns.ts";
import { snapshot } from "../observability/counters.ts";
import type { NodeCount } from "../observability/counters.ts";
import type { Taps } from "../observability/taps.ts";
import type { StateStore } from "../state/state-store.ts";
import type { Batch } from "../vectors/batch.ts";
import type { ActiveSource } from "./active-source.ts";
import { flushStores } from "./changelog.ts";
import { closesAtMs, createTaskGraph } from "./task-graph.ts";
import type { TaskGraph } from "./task-graph.ts";
import { nextRound } from "./reading-order.ts";
import { Source } from "./source.ts";
import { SourceQueue } from "./source-queue.ts";
import type { PrintLines, TaskLog, TaskOutput } from "./task-output.ts";

export interface TaskOptions {
  readonly topology: Topology;
  readonly subTopology: SubTopology;
  readonly partition: number;
  readonly output: TaskOutput;
  readonly taps: Taps;
  readonly nowMs: () => number;
  readonly log: TaskLog;
  readonly print: PrintLines;
}

interface TopicInput {
  readonly node: TopologyNode<"source">;
  readonly source: Source;
  readonly queue: SourceQueue;
}

/** A source that is read by the task itself (a file, a generator); its position is kept in a topic. */
export interface ActiveInput {
  readonly node: string;
  readonly positionsTopic: string;
  readonly source: ActiveSource;
  readonly queue: SourceQueue;
}

export class Task {
  readonly id: string;
  readonly subTopology: SubTopology;
  readonly partition: number;
  readonly activeInputs: readonly ActiveInput[];
  readonly #graph: TaskGraph;
  readonly #taps: Taps;
  readonly #inputs = new Map<string, TopicInput>();
  readonly #queues: SourceQueue[];
  #streamTimeMs = -1;

  constructor(options: TaskOptions) {
    this.subTopology = options.subTopology;
    this.partition = options.partition;
    this.id = `${options.subTopology.id}_${options.partition}`;
    this.#taps = options.taps;
    this.#graph = createTaskGraph(options);
    for (const node of options.subTopology.nodes) if (isSource(node)) this.#addTopicInput(node);
    this.activeInputs = this.#graph.activeSources.map(({ node, positionsTopic, source }) => {
      const queue = new SourceQueue(node, source.position);
      queue.caughtUp = true;
      return { node, positionsTopic, source, queue };
    });
    this.#queues = [
      ...[...this.#inputs.values()].map((input) => input.queue),
      ...this.activeInputs.map((input) => input.queue),
    ];
  }

  #addTopicInput(node: TopologyNode<"source">): void {
    const source = new Source(node.config, this.#graph.context(node.id), this.partition);
    this.#inputs.set(node.config.topic, { node, source, queue: new SourceQueue(node.id, 0) });
  }

  get stores(): ReadonlyMap<string, StateStore> {
    return this.#graph.stores;
  }

  /** Topics that it reads on its partition, with how to start where nothing is committed. */
  get sources(): readonly SourceConfig[] {
    return [...this.#inputs.values()].map((input) => input.node.config);
  }

  /** Rows that wait; what a sink could not write yet counts as one. */
  get buffered(): number {
    let rows = this.blockedUntilMs === null ? 0 : 1;
    for (const queue of this.#queues) rows += queue.rows;
    return rows;
  }

  /** What waits of a topic; bytes as they were fetched. */
  waitingOf(topic: string): { readonly rows: number; readonly bytes: number } {
    return this.#inputs.get(topic)?.queue ?? { rows: 0, bytes: 0 };
  }

  /** Where reading starts: before the first `accept`. */
  seek(topic: string, position: number): void {
    this.#inputs.get(topic)?.queue.skipTo(position);
  }

  /** The offset that may be committed for a topic. */
  position(topic: string): number {
    return this.#inputs.get(topic)?.queue.position ?? 0;
  }

  /** Decodes and queues records of a topic. */
  accept(topic: string, records: RecordColumns, nextOffset: number, release?: () => void): void {
    const input = this.#inputs.get(topic);
    if (input === undefined) return;
    const batch = input.source.decode(records);
    this.#graph.countRead(input.node.id, records.count);
    this.#taps.observer?.read?.(input.node, batch);
    input.queue.push(batch, nextOffset, records.buffer.length, release);
    this.#noteTime(batch);
  }

  #noteTime(batch: Batch): void {
    let latest = this.#streamTimeMs;
    for (let k = 0; k < batch.selected; k++) {
      const time = batch.timestamps[batch.selection[k]!]!;
      if (time > latest) latest = time;
    }
    this.#streamTimeMs = latest;
  }

  /** Tells whether the broker is known to have nothing more on a topic's partition. */
  setCaughtUp(topic: string, caughtUp: boolean): void {
    const input = this.#inputs.get(topic);
    if (input !== undefined) input.queue.caughtUp = caughtUp;
  }

  /** Reads from its own sources; answers how many rows came. */
  pull(maxRows: number): number {
    let rows = 0;
    for (const input of this.activeInputs) {
      if (input.source.done || input.queue.rows > 0) continue;
      const batch = input.source.read(maxRows);
      if (batch === null) continue;
      this.#graph.countRead(input.node, batch.selected);
      input.queue.push(batch, input.source.position);
      this.#noteTime(batch);
      rows += batch.selected;
    }
    return rows;
  }

  /** True when its own sources have ended; a task without any never ends by itself. */
  get done(): boolean {
    return (
      this.activeInputs.length > 0 && this.activeInputs.every((input) => input.source.done && input.queue.rows === 0)
    );
  }

  /** Processes one slice of what waits; answers how many rows it took. 0: nothing can be processed now. */
  run(maxRows: number): number {
    return this.#graph.ordered ? this.#runRound(maxRows) : this.#runWhole();
  }

  #runWhole(): number {
    let rows = 0;
    for (const queue of this.#queues) {
      const head = queue.head();
      if (head === undefined) continue;
      this.#graph.feed(queue.name, head.batch);
      rows += head.batch.selected;
      queue.consume(head.batch.selected);
    }
    return rows;
  }

  #runRound(maxRows: number): number {
    let rows = 0;
    const round = nextRound(this.#queues, maxRows);
    for (const part of round) this.#graph.feed(part.queue.name, part.batch);
    this.#graph.runMergers();
    for (const part of round) {
      part.queue.consume(part.count);
      rows += part.count;
    }
    return rows;
  }

  /** Greatest event time read or advanced to, also before a restart; -1 before the first. */
  get streamTimeMs(): number {
    let latest = this.#streamTimeMs;
    for (const store of this.stores.values()) latest = Math.max(latest, store.streamTimeMs ?? latest);
    return latest;
  }

  /** When stream time gets here, everything that is open now has closed; -Infinity when nothing is. */
  get closesAtMs(): number {
    return closesAtMs(this.stores.values());
  }

  /** Nothing waits, and the broker is known to have no more. */
  get isCaughtUp(): boolean {
    return this.#queues.every((queue) => queue.rows === 0 && queue.caughtUp);
  }

  /** Shortest idle timeout of its sources; null where none has one. */
  get idleTimeoutMs(): number | null {
    const timeouts = this.sources.flatMap((source) => (source.idleTimeoutMs === null ? [] : [source.idleTimeoutMs]));
    return timeouts.length === 0 ? null : Math.min(...timeouts);
  }

  /** Moves stream time forward without a record. */
  advanceStreamTime(timeMs: number): void {
    this.#streamTimeMs = Math.max(this.#streamTimeMs, timeMs);
    this.#graph.advanceStreamTime(timeMs);
  }

  /** The end of bounded input: every window that is still open closes now. */
  closeOpen(): void {
    this.#graph.closeOpen();
  }

  get ticks(): boolean {
    return this.#graph.ticks;
  }

  tick(nowMs: number): void {
    this.#graph.tick(nowMs);
  }

  /** Before a commit: processors emit what they held back. */
  emitHeld(): void {
    this.#graph.emitHeld();
  }

  /** A sink could not write and tries again then, by `emitHeld`; until it can, the task neither runs nor is committed. */
  get blockedUntilMs(): number | null {
    return this.#graph.blockedUntilMs();
  }

  /** Then every change of state leaves for its changelog; answers how many records that makes. */
  flushStores(laneOf: (changelog: string) => ProducerLane): number {
    return flushStores(this.subTopology, this.stores, laneOf);
  }

  counts(): NodeCount[] {
    return [...this.#graph.counters].map(([node, counters]) => snapshot(node, counters));
  }

  close(): void {
    this.#graph.close();
    for (const input of this.activeInputs) input.source.close();
  }
}

function isSource(node: TopologyNode): node is TopologyNode<"source"> {
  return node.type === "source";
}
