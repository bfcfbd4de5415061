/**
 * Runs one stateful processor on plain records: record by record, all at once, and with a restore from the changelog (whole or compacted) before each
 * record. What comes out has to be the same.
 */
import assert from "node:assert/strict";
import type { ProcessorConfigs, ProcessorType } from "../../shared/topology/processors.ts";
import type { RecordType, StorePlan, SubTopology, TopologyNode } from "../../shared/topology/topology.ts";
import { WeirError } from "../../shared/errors.ts";
import type { DropReason, Processor, ProcessorContext } from "../../runtime/engine/processor.ts";
import { createProcessor } from "../../runtime/processors/create-processor.ts";
import { createStore } from "../../runtime/state/create-store.ts";
import type { StateStore } from "../../runtime/state/state-store.ts";
import type { Batch } from "../../runtime/vectors/batch.ts";
import { compact, flushOf, restoreInto } from "./changelog.ts";
import type { ChangelogRecord } from "./changelog.ts";
import { makeBatch, readBatch } from "./processor-harness.ts";
import type { OutputRecord } from "./processor-harness.ts";

export type Step =
  | { readonly port: number; readonly key: unknown; readonly value: unknown; readonly timestamp: number }
  | { readonly advanceTo: number };

export interface StatefulCase<T extends ProcessorType = ProcessorType> {
  readonly type: T;
  readonly config: ProcessorConfigs[T];
  readonly stores: readonly StorePlan[];
  /** Types of the input ports and of the output. */
  readonly inputs: readonly RecordType[];
  readonly output: RecordType;
  readonly outputs?: readonly string[];
}

export interface StatefulOutcome {
  /** Per step and output port. */
  readonly steps: readonly (readonly (readonly OutputRecord[])[])[];
  readonly drops: Readonly<Partial<Record<DropReason, number>>>;
  readonly failures: readonly string[];
}

export const SCHEDULES = [
  "one by one",
  "restored",
  "restored from compacted",
  "restored long after compaction",
] as const;
export type Schedule = (typeof SCHEDULES)[number];

/** Runs on one schedule; outputs of a step are what left between it and the next. */
export function runSteps(given: StatefulCase, steps: readonly Step[], schedule: Schedule): StatefulOutcome {
  const session = new Session(given);
  const outputs = steps.map((step, i) => {
    if (schedule !== "one by one") session.restart(schedule);
    session.take(step, i);
    if (schedule !== "one by one") session.commit();
    return session.emitted();
  });
  session.commit();
  const rest = session.emitted();
  assert.ok(outputs.length > 0 || rest.every((port) => port.length === 0));
  const last = outputs.at(-1);
  for (const [port, records] of rest.entries()) last?.[port]?.push(...records);
  return { steps: outputs, drops: session.drops, failures: session.failures };
}

/** In batches of so many steps; a commit after each, and a restore where the number says so. */
export function runBatches(
  given: StatefulCase,
  steps: readonly Step[],
  batches: readonly { readonly size: number; readonly restart: Schedule | null }[],
): StatefulOutcome {
  const session = new Session(given);
  const outputs: OutputRecord[][][] = [];
  let from = 0;
  for (let i = 0; from < steps.length; i++) {
    const { size, restart } = batches[i % batches.length]!;
    if (restart !== null && restart !== "one by one") session.restart(restart);
    session.takeAll(steps.slice(from, from + size));
    session.commit();
    outputs.push(session.emitted());
    from += size;
  }
  return { steps: outputs, drops: session.drops, failures: session.failures };
}

/** All records at once, as far as time does not move on by itself between them. */
export function runAtOnce(given: StatefulCase, steps: readonly Step[]): OutputRecord[][] {
  const session = new Session(given);
  session.takeAll(steps);
  session.commit();
  return session.emitted();
}

/** The case names stores of the kind that its processor expects. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function storeOf<T extends StateStore>(stores: ReadonlyMap<string, StateStore>, name: string): T {
  const store = stores.get(name);
  assert.ok(store, `no store ${name}`);
  return store as T;
}

class Session {
  readonly drops: Partial<Record<DropReason, number>> = {};
  readonly failures: string[] = [];
  readonly #given: StatefulCase;
  readonly #node: TopologyNode;
  readonly #changelogs = new Map<string, ChangelogRecord[]>();
  #stores = new Map<string, StateStore>();
  #processor: Processor;
  #outputs: OutputRecord[][];

  constructor(given: StatefulCase) {
    this.#given = given;
    const outputs = given.outputs ?? ["out"];
    this.#node = {
      id: "n",
      node: "n",
      type: given.type,
      config: given.config,
      inputs: [],
      outputs,
      types: outputs.map((_, port) => (port === 0 ? given.output : given.inputs[0]!)),
      onError: { policy: "skip" },
    };
    this.#outputs = outputs.map(() => []);
    this.#processor = this.#start();
  }

  #start(): Processor {
    const subTopology: SubTopology = {
      id: "0",
      nodes: [this.#node],
      stores: this.#given.stores,
      sourceTopics: [],
      repartitionSources: [],
      repartitionSinks: [],
      copartitionGroups: [],
    };
    this.#stores = new Map(this.#given.stores.map((plan) => [plan.name, createStore(plan, subTopology)]));
    return createProcessor(this.#node, this.#context());
  }

  #context(): ProcessorContext {
    return {
      emit: (port, batch) => {
        const type = this.#node.types[port]!;
        this.#outputs[port]!.push(...readBatch(batch, type.key, type.value));
      },
      drop: (reason, rows) => {
        assert.ok(rows > 0, "a drop of nothing");
        this.drops[reason] = (this.drops[reason] ?? 0) + rows;
      },
      fail: (_batch, _row, error) => {
        this.failures.push(error instanceof WeirError ? error.code : `not a WeirError: ${String(error)}`);
      },
      store: (name) => storeOf(this.#stores, name),
      nowMs: () => 0,
      log: () => {},
      print: () => {},
    };
  }

  take(step: Step, index: number): void {
    if ("advanceTo" in step) this.#processor.advanceStreamTime?.(step.advanceTo);
    else this.#processor.process(step.port, this.#batch([step], step.port, index));
  }

  takeAll(steps: readonly Step[]): void {
    let waiting: Exclude<Step, { advanceTo: number }>[] = [];
    const handOver = (): void => {
      if (waiting.length > 0) this.takeMerged(waiting);
      waiting = [];
    };
    for (const step of steps)
      if ("advanceTo" in step) {
        handOver();
        this.take(step, 0);
      } else waiting.push(step);
    handOver();
  }

  takeMerged(steps: readonly Exclude<Step, { advanceTo: number }>[]): void {
    const ports = [0, 1].map((port) => {
      const own = steps.filter((step) => step.port === port);
      return own.length === 0 ? null : this.#batch(own, port, 0, true);
    });
    if (this.#processor.processMerged === undefined) {
      this.#processor.process(0, ports[0]!);
      return;
    }
    const next = [0, 0];
    const order = Int32Array.from(steps, ({ port }) => ports[port]!.selection[next[port]!++]! * 2 + port);
    this.#processor.processMerged(ports[0] ?? null, ports[1] ?? null, order, steps.length);
  }

  #batch(
    steps: readonly Exclude<Step, { advanceTo: number }>[],
    port: number,
    firstOffset: number,
    scatter = false,
  ): Batch {
    const { key, value } = this.#given.inputs[port]!;
    return makeBatch(steps, { keyType: key, valueType: value }, { firstOffset, scatter });
  }

  commit(): void {
    this.#processor.flush?.();
    for (const [name, store] of this.#stores) {
      const records = this.#changelogs.get(name) ?? [];
      this.#changelogs.set(name, [...records, ...flushOf(store)]);
    }
  }

  /** Everything in memory is gone. */
  restart(schedule: Schedule): void {
    this.#processor = this.#start();
    for (const [name, store] of this.#stores) {
      const records = this.#changelogs.get(name) ?? [];
      const kept = schedule === "restored" ? records : compact(records, schedule === "restored from compacted");
      restoreInto(store, kept, 3);
    }
  }

  emitted(): OutputRecord[][] {
    const outputs = this.#outputs;
    this.#outputs = outputs.map(() => []);
    return outputs;
  }
}
