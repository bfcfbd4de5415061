/**
 * Micro benchmarks of stores and stateful processors, in CPU-seconds per million records. `node test/bench/state.ts`
 */
import { makeNullable, STRING, INT, type Type } from "../../shared/records/types.ts";
import type { AggregateCall, ProcessorConfigs, ProcessorType } from "../../shared/topology/processors.ts";
import type { Typed } from "../../shared/expressions/typed.ts";
import type { StorePlan, SubTopology, TopologyNode } from "../../shared/topology/topology.ts";
import type { Processor, ProcessorContext } from "../../runtime/engine/processor.ts";
import { createProcessor } from "../../runtime/processors/create-processor.ts";
import { createStore } from "../../runtime/state/create-store.ts";
import type { StateStore } from "../../runtime/state/state-store.ts";
import type { Batch } from "../../runtime/vectors/batch.ts";
import { TOKEN } from "../../runtime/vectors/column.ts";
import { createDecoder } from "../../runtime/vectors/decode.ts";

const ROWS = 4096;
const MILLION = 1_000_000;

interface Bench {
  readonly processor: Processor;
  readonly stores: readonly StateStore[];
  readonly emitted: { rows: number };
}

function start<T extends ProcessorType>(type: T, config: ProcessorConfigs[T], plans: readonly StorePlan[]): Bench {
  const record = { kind: "stream", key: STRING, value: INT } as const;
  const node: TopologyNode<T> = {
    id: "n",
    node: "n",
    type,
    config,
    inputs: [],
    outputs: ["out"],
    types: [record],
    onError: { policy: "fail" },
  };
  const subTopology: SubTopology = {
    id: "0",
    nodes: [node],
    stores: plans,
    sourceTopics: [],
    repartitionSources: [],
    repartitionSinks: [],
    copartitionGroups: [],
  };
  const stores = new Map(plans.map((plan) => [plan.name, createStore(plan, subTopology)]));
  const emitted = { rows: 0 };
  const context: ProcessorContext = {
    emit: (_port, batch) => {
      emitted.rows += batch.selected;
    },
    drop: () => {},
    fail: (_batch, _row, error) => {
      throw error;
    },
    store: (name) => stores.get(name) as never,
    nowMs: () => 0,
    log: () => {},
    print: () => {},
  };
  return { processor: createProcessor(node, context), stores: [...stores.values()], emitted };
}

/** Batches of records with keys `key-<n>` of a topic with string keys; the value is JSON of about 100 bytes. */
function makeBatches(count: number, keys: number, stepMs: number, seed: number, port = 0): Batch[] {
  const batches: Batch[] = [];
  const body = `","pad":"${"x".repeat(70)}"}`;
  let random = seed;
  const decoder = createDecoder({ kind: "any" }, { format: "json" }, [["id"]]);
  for (let from = 0; from < count; from += ROWS) {
    const parts: string[] = [];
    const keyStarts = new Int32Array(ROWS);
    const keyLengths = new Int32Array(ROWS);
    const starts = new Int32Array(ROWS);
    const lengths = new Int32Array(ROWS);
    let at = 0;
    for (let row = 0; row < ROWS; row++) {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      const key = `key-${random % keys}`;
      const value = `{"id":"${port}-${from + row}${body}`;
      parts.push(key, value);
      keyStarts[row] = at;
      keyLengths[row] = key.length;
      starts[row] = at + key.length;
      lengths[row] = value.length;
      at += key.length + value.length;
    }
    const buffer = Buffer.from(parts.join(""));
    const selection = Int32Array.from({ length: ROWS }, (_, row) => row);
    const value = { buffer, starts, lengths };
    const { column } = decoder.decode(value, selection, ROWS, (_row, error) => {
      throw error;
    });
    batches.push({
      rows: ROWS,
      selection,
      selected: ROWS,
      timestamps: Float64Array.from({ length: ROWS }, (_, row) => Math.floor((from + row) * stepMs)),
      key: { kind: "text", buffer, starts: keyStarts, lengths: keyLengths },
      value: column,
      headers: null,
      origin: { topic: "t", partition: 0, offsets: new Float64Array(ROWS), key: null, value: null, sequence: null },
    });
  }
  return batches;
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function report(name: string, seconds: number, records: number, extra = ""): void {
  console.log(`${name.padEnd(44)} ${((seconds * MILLION) / records).toFixed(3).padStart(7)} s/M  ${extra}`);
}

/** The same batches again with later times. */
function later(batches: readonly Batch[], byMs: number): Batch[] {
  return batches.map((batch) => ({ ...batch, timestamps: batch.timestamps.map((time) => time + byMs) }));
}

function benchAggregate(keys: number, windowed: boolean, emit: "on-close" | "on-update", coalesce = true): void {
  const path: Typed = { node: "path", type: INT, root: "$aggregate", steps: ["0"] };
  const call: AggregateCall = { name: "count", argument: null, options: [], type: INT };
  const bench = start(
    "aggregate",
    {
      store: "s",
      window: windowed ? { kind: "tumbling", sizeMs: 10_000, advanceMs: 10_000, graceMs: 0 } : null,
      emit,
      coalesce,
      aggregates: [call],
      outputKey: null,
      fields: [{ name: "count", value: path }],
      keyType: STRING,
      lateOutput: false,
    },
    [makePlan("s", "window")],
  );
  const count = 512 * 1024;
  const batches = makeBatches(count, keys, 0.01, 7);
  for (const batch of batches) bench.processor.process(0, batch);
  const rounds = 4;
  const seconds = cpuSeconds(() => {
    for (let i = 1; i <= rounds; i++)
      for (const batch of later(batches, i * count * 0.01)) bench.processor.process(0, batch);
  });
  const name = `count ${windowed ? "tumbling 10 s " : ""}${emit}${coalesce ? "" : " each"}, ${keys} keys`;
  report(
    name,
    seconds,
    rounds * count,
    `${(bench.stores[0]!.bytes / 2 ** 20).toFixed(1)} MiB, ${bench.emitted.rows} emitted`,
  );
  let records = 0;
  const flush = cpuSeconds(() => {
    bench.processor.flush?.();
    bench.stores[0]!.flush(() => {
      records += 1;
    });
  });
  report("  flush and emit, per million results", flush, Math.max(1, records), `${records} records`);
}

function benchTable(keys: number): void {
  const value: Typed = { node: "path", type: STRING, root: "right", steps: ["id"] };
  const any: Type = makeNullable({ kind: "map", value: { kind: "any" } });
  const bench = start(
    "stream-table-join",
    {
      store: "s",
      kind: "inner",
      result: { base: { keep: "none" }, fields: [{ name: "id", value }], whole: null },
      leftType: { kind: "any" },
      rightType: any,
    },
    [makePlan("s", "table")],
  );
  const count = 512 * 1024;
  const table = makeBatches(count, keys, 0.01, 7, 1);
  const first = cpuSeconds(() => table.forEach((batch) => bench.processor.process(1, batch)));
  report(`table upsert (first), ${keys} keys`, first, count, `${(bench.stores[0]!.bytes / 2 ** 20).toFixed(1)} MiB`);
  const again = cpuSeconds(() => table.forEach((batch) => bench.processor.process(1, batch)));
  report(`table upsert (again), ${keys} keys`, again, count);
  const stream = makeBatches(count, keys, 0.01, 7, 0);
  stream.forEach((batch) => bench.processor.process(0, batch));
  const look = cpuSeconds(() => stream.forEach((batch) => bench.processor.process(0, batch)));
  report(`stream–table join, ${keys} keys`, look, count, `${bench.emitted.rows} emitted`);
  let records = 0;
  const flush = cpuSeconds(() => bench.stores[0]!.flush(() => (records += 1)));
  report("  flush, per million rows", flush, records);
}

function benchStreams(keys: number): void {
  const path = (root: string): Typed => ({ node: "path", type: STRING, root, steps: ["id"] });
  const fields = [
    { name: "l", value: path("left") },
    { name: "r", value: path("right") },
  ];
  const any: Type = { kind: "any" };
  for (const kind of ["inner", "left"] as const) {
    const bench = start(
      "stream-stream-join",
      {
        kind,
        leftStore: "l",
        rightStore: "r",
        beforeMs: 0,
        afterMs: 10_000,
        graceMs: 0,
        result: { base: { keep: "none" }, fields, whole: null },
        leftType: any,
        rightType: any,
      },
      [makePlan("l", "join-window"), makePlan("r", "join-window")],
    );
    const count = 256 * 1024;
    const lefts = makeBatches(count, keys, 0.1, 7, 0);
    const rights = makeBatches(count, keys, 0.1, 11, 1);
    const order = Int32Array.from({ length: ROWS * 2 }, (_, k) => k);
    const run = (byMs: number) => {
      const [l, r] = [later(lefts, byMs), later(rights, byMs)];
      for (let i = 0; i < l.length; i++) bench.processor.processMerged!(l[i]!, r[i]!, order, ROWS * 2);
    };
    run(0);
    const before = bench.emitted.rows;
    const seconds = cpuSeconds(() => {
      run(count * 0.1);
      run(count * 0.2);
    });
    const bytes = bench.stores.reduce((sum, store) => sum + store.bytes, 0);
    report(
      `stream–stream ${kind}, 10 s, ${keys} keys`,
      seconds,
      4 * count,
      `${(bytes / 2 ** 20).toFixed(1)} MiB, ${((bench.emitted.rows - before) / (4 * count)).toFixed(2)} results a record`,
    );
  }
}

function makePlan(name: string, kind: StorePlan["kind"]): StorePlan {
  return { name, node: "n", kind, changelog: `${name}-changelog`, retentionMs: null };
}

console.log(`Node ${process.version}, values of 90 bytes, tokens ${TOKEN.object}`);
for (const keys of [1000, 100_000, 1_000_000]) benchAggregate(keys, true, "on-close");
for (const keys of [1000, 100_000, 1_000_000]) benchAggregate(keys, false, "on-update");
benchAggregate(100_000, true, "on-update", false);
for (const keys of [1000, 100_000]) benchTable(keys);
for (const keys of [10_000, 100_000]) benchStreams(keys);
