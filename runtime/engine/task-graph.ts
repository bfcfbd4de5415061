/** The processors of a task, connected: who hands what to whom, counted. */
import { must } from "../../shared/assert.ts";
import type { ProcessorType } from "../../shared/topology/processors.ts";
import type { InputLink, TopologyNode } from "../../shared/topology/topology.ts";
import { NodeCounters } from "../observability/counters.ts";
import type { TapLink, Taps } from "../observability/taps.ts";
import { createProcessor } from "../processors/create-processor.ts";
import { createActiveSource } from "../processors/sources.ts";
import { createStore } from "../state/create-store.ts";
import type { StateStore } from "../state/state-store.ts";
import type { Batch } from "../vectors/batch.ts";
import type { ActiveSource } from "./active-source.ts";
import { settleFailure } from "./failure.ts";
import { InputMerger } from "./input-merger.ts";
import { nodesThatNeedOrder } from "./needs-order.ts";
import type { Processor, ProcessorContext } from "./processor.ts";
import { Sink } from "./sink.ts";
import type { TaskOptions } from "./task.ts";

export interface TaskGraph {
  readonly stores: ReadonlyMap<string, StateStore>;
  readonly counters: ReadonlyMap<string, NodeCounters>;
  readonly activeSources: readonly {
    readonly node: string;
    readonly positionsTopic: string;
    readonly source: ActiveSource;
  }[];
  /** Some node must see its inputs in reading order. */
  readonly ordered: boolean;
  context(node: string): ProcessorContext;
  /** Hands a source's batch to what reads it. */
  feed(node: string, batch: Batch): void;
  countRead(node: string, rows: number): void;
  runMergers(): void;
  advanceStreamTime(timeMs: number): void;
  /** Every window that is open closes. Stream time moves to where the last one closes and no further. */
  closeOpen(): void;
  /** Some node wants to be told that the clock on the wall went on. */
  readonly ticks: boolean;
  tick(nowMs: number): void;
  /** Processors emit what they held back. */
  emitHeld(): void;
  /** Until when some processor waits to write again; null where none does. */
  blockedUntilMs(): number | null;
  close(): void;
}

interface Vertex {
  readonly node: TopologyNode;
  readonly counters: NodeCounters;
  readonly context: ProcessorContext;
  /** Those that belong to the node. */
  readonly stores: readonly StateStore[];
  readonly taps: Taps;
  processor: Processor | null;
  merger: InputMerger | null;
  /** Readers by output port. */
  readonly readers: { readonly vertex: Vertex; readonly port: number; readonly link: TapLink }[][];
}

export function createTaskGraph(options: TaskOptions): TaskGraph {
  const { subTopology, output } = options;
  const stores = new Map<string, StateStore>();
  for (const plan of subTopology.stores) stores.set(plan.name, createStore(plan, subTopology));
  const vertices = new Map<string, Vertex>();
  const activeSources: { node: string; positionsTopic: string; source: ActiveSource }[] = [];
  const needOrder = nodesThatNeedOrder(subTopology);

  for (const node of subTopology.nodes) {
    const vertex = makeVertex(node, options, stores);
    vertices.set(node.id, vertex);
    if (node.type !== "source") vertex.processor = makeProcessor(node, vertex.context);
    if (vertex.processor !== null && needOrder.has(node.id)) vertex.merger = new InputMerger(vertex.processor);
    for (const link of node.inputs) connect(must(vertices.get(link.from), "an upstream node"), vertex, link);
  }

  function makeProcessor(node: TopologyNode, context: ProcessorContext): Processor | null {
    if (isType(node, "sink")) return new Sink(node.config, context, output);
    if (isType(node, "file-source") || isType(node, "generator")) {
      const source = createActiveSource(node, context);
      activeSources.push({ node: node.id, positionsTopic: node.config.positions, source });
      return null;
    }
    return createProcessor(node, context);
  }

  const all = [...vertices.values()];
  const writers = all.filter(({ processor }) => processor?.blockedUntilMs !== undefined);
  const mergers = all.flatMap((vertex) => (vertex.merger === null ? [] : [vertex.merger]));
  const graph: TaskGraph = {
    stores,
    counters: new Map(all.map((vertex) => [vertex.node.id, vertex.counters])),
    activeSources,
    ordered: needOrder.size > 0,
    context: (node) => must(vertices.get(node), "a node of this task").context,
    feed: (node, batch) => emit(must(vertices.get(node), "a source of this task"), 0, batch),
    countRead: (node, rows) => {
      must(vertices.get(node), "a source of this task").counters.recordsIn += rows;
    },
    // A merger's readers come later in topological order, so one pass settles everything.
    runMergers: () => {
      for (const merger of mergers) merger.run();
    },
    // What closes above belongs to the time before: it is processed first.
    advanceStreamTime(timeMs) {
      for (const vertex of all) {
        vertex.merger?.run();
        vertex.processor?.advanceStreamTime?.(timeMs);
      }
    },
    closeOpen() {
      for (const vertex of all) {
        vertex.merger?.run();
        const timeMs = closesAtMs(vertex.stores);
        if (timeMs > Number.NEGATIVE_INFINITY) vertex.processor?.advanceStreamTime?.(timeMs);
      }
    },
    ticks: all.some((vertex) => vertex.processor?.tick !== undefined),
    tick(nowMs) {
      for (const vertex of all) {
        vertex.merger?.run();
        vertex.processor?.tick?.(nowMs);
      }
    },
    emitHeld() {
      for (const vertex of all) {
        vertex.merger?.run();
        vertex.processor?.flush?.();
      }
    },
    blockedUntilMs() {
      let untilMs: number | null = null;
      for (const { processor } of writers) {
        const until = processor?.blockedUntilMs?.() ?? null;
        if (until !== null) untilMs = Math.max(untilMs ?? until, until);
      }
      return untilMs;
    },
    close() {
      for (const vertex of all) vertex.processor?.close?.();
    },
  };
  return graph;
}

function makeVertex(node: TopologyNode, options: TaskOptions, stores: ReadonlyMap<string, StateStore>): Vertex {
  const { taps } = options;
  const counters = new NodeCounters(node.outputs.length);
  const { output, nowMs } = options;
  const failure = { pipeline: options.topology.pipeline, node, counters, output, nowMs };
  const context: ProcessorContext = {
    emit: (port, batch) => emit(vertex, port, batch),
    drop(reason, rows) {
      counters.drop(reason, rows);
      taps.observer?.dropped?.(node, reason, rows);
    },
    fail(batch, row, error) {
      taps.observer?.failed?.(node, error);
      settleFailure(failure, batch, row, error);
    },
    store: (name) => storeOf(stores, name),
    nowMs: options.nowMs,
    print: (text) => options.print(text, node.node),
    log: (level, message, fields) => options.log(level, message, { node: node.node, ...fields }),
  };
  const vertex: Vertex = {
    node,
    counters,
    context,
    stores: options.subTopology.stores.flatMap((plan) => (plan.node === node.node ? storeOf(stores, plan.name) : [])),
    taps,
    processor: null,
    merger: null,
    readers: node.outputs.map(() => []),
  };
  return vertex;
}

/** When all that is open in some stores will have closed; -Infinity when nothing is. */
export function closesAtMs(stores: Iterable<StateStore>): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (const store of stores) latest = Math.max(latest, store.closesAtMs ?? latest);
  return latest;
}

/** The planner and the processor agree on the kind of store that a name denotes. */
function storeOf<T extends StateStore>(stores: ReadonlyMap<string, StateStore>, name: string): T {
  return must(stores.get(name), `store ${name}`) as T;
}

function connect(from: Vertex, to: Vertex, link: InputLink): void {
  must(from.readers[link.fromPort], `output port ${link.fromPort} of ${from.node.id}`).push({
    vertex: to,
    port: link.port,
    link: {
      edge: link.edge,
      from: from.node,
      to: to.node,
      type: must(from.node.types[link.fromPort], `the type of output port ${link.fromPort} of ${from.node.id}`),
    },
  });
}

function emit(from: Vertex, port: number, batch: Batch): void {
  if (batch.selected === 0) return;
  from.counters.recordsOut[port]! += batch.selected;
  const { observer } = from.taps;
  for (const reader of from.readers[port]!) {
    const { vertex } = reader;
    if (observer !== null) observer.passed(reader.link, batch);
    vertex.counters.recordsIn += batch.selected;
    if (vertex.merger === null) vertex.processor!.process(reader.port, batch);
    else vertex.merger.accept(reader.port, batch);
  }
}

function isType<T extends ProcessorType>(node: TopologyNode, type: T): node is TopologyNode<T> {
  return node.type === type;
}
