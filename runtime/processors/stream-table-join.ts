/**
 * Each record of the stream with the row that the table has under its key at that moment; both inputs come merged in reading order, so the table is as
 * it was then. Only the stream emits. A null value of the stream is dropped; a null key has no row.
 */
import { fieldUses } from "../../shared/expressions/field-uses.ts";
import { must } from "../../shared/assert.ts";
import type { StreamTableJoinConfig } from "../../shared/topology/processors.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import type { Processor, ProcessorContext, ProcessorFactory } from "../engine/processor.ts";
import type { TableStore } from "../state/table-store.ts";
import type { Batch } from "../vectors/batch.ts";
import { withValue } from "../vectors/batch-with.ts";
import { createDecoder, type Decoder } from "../vectors/decode.ts";
import { FAILED_ROW, isNullAt } from "../vectors/encode.ts";
import { compileProjection, type ColumnKernel } from "../vectors/kernel.ts";
import { makeRoots, rootsOf } from "../vectors/roots.ts";
import { projectionExpressions } from "./joins/projection-expressions.ts";
import { BytesCollector } from "./keyed/bytes-collector.ts";
import { KeyReader, type KeyedRows } from "./keyed/keyed-rows.ts";
import { storeFormat } from "./keyed/store-format.ts";
import { TableWriter } from "./keyed/table-writer.ts";

export const streamTableJoin: ProcessorFactory<"stream-table-join"> = (config, context, node) =>
  new StreamTableJoin(config, context, node);

class StreamTableJoin implements Processor {
  readonly #config: StreamTableJoinConfig;
  readonly #context: ProcessorContext;
  readonly #store: TableStore;
  readonly #leftKeys: KeyReader;
  readonly #rightKeys: KeyReader;
  readonly #writer: TableWriter;
  readonly #decoder: Decoder;
  readonly #result: ColumnKernel;
  readonly #found = new BytesCollector();

  constructor(config: StreamTableJoinConfig, context: ProcessorContext, node: TopologyNode<"stream-table-join">) {
    const keyType = must(node.types[0], "the type of the output").key;
    this.#config = config;
    this.#context = context;
    this.#store = context.store<TableStore>(config.store);
    this.#leftKeys = new KeyReader(keyType, context);
    this.#rightKeys = new KeyReader(keyType, context);
    this.#writer = new TableWriter(this.#store, config.rightType, context);
    const uses = fieldUses(...projectionExpressions(config.result)).filter((use) => use.root === "right");
    this.#decoder = createDecoder(
      config.rightType,
      storeFormat(config.rightType),
      uses.map((use) => use.steps),
    );
    this.#result = compileProjection(config.result, "left");
  }

  /** One input alone, when nothing has to be merged. */
  process(port: number, batch: Batch): void {
    const order = batch.selection.slice(0, batch.selected).map((row) => row * 2 + port);
    this.processMerged(port === 0 ? batch : null, port === 1 ? batch : null, order, batch.selected);
  }

  processMerged(left: Batch | null, right: Batch | null, order: Int32Array, count: number): void {
    const leftKeys = left === null ? null : this.#leftKeys.read(left);
    const rightKeys = right === null ? null : this.#rightKeys.read(right);
    if (right !== null) this.#writer.begin(right);
    const joined = new Int32Array(left === null ? 0 : left.selected);
    let rows = 0;
    const drops = { nullKeys: 0, nullValues: 0, lonely: 0 };
    for (let k = 0; k < count; k++) {
      const row = order[k]! >> 1;
      if ((order[k]! & 1) === 1) this.#change(rightKeys!, row, drops);
      else if (this.#lookUp(left!, leftKeys!, row, drops)) joined[rows++] = row;
    }
    this.#count(drops);
    if (left !== null && rows > 0) this.#emit(left, joined, rows);
  }

  #change(keys: KeyedRows, row: number, drops: Drops): void {
    const length = keys.lengths[row]!;
    if (length >= 0) this.#writer.apply(keys, row);
    else if (length !== FAILED_ROW) drops.nullKeys += 1;
  }

  /** True when the row leaves: what it found, or that it found nothing, has been collected. */
  #lookUp(batch: Batch, keys: KeyedRows, row: number, drops: Drops): boolean {
    const length = keys.lengths[row]!;
    if (length === FAILED_ROW) return false;
    if (isNullAt(batch.value, row)) {
      drops.nullValues += 1;
      return false;
    }
    const entry = length < 0 ? -1 : this.#store.find(keys.hashes[row]!, keys.buffer, keys.starts[row]!, length);
    if (entry >= 0) {
      // A copy: a later row of this batch may change the table.
      this.#found.add(this.#store.valueBuffer(entry), this.#store.valueStart(entry), this.#store.valueLength(entry));
      return true;
    }
    if (this.#config.kind === "left") {
      this.#found.addNull();
      return true;
    }
    if (length < 0) drops.nullKeys += 1;
    else drops.lonely += 1;
    return false;
  }

  #count({ nullKeys, nullValues, lonely }: Drops): void {
    if (nullKeys > 0) this.#context.drop("null-key", nullKeys);
    if (nullValues > 0) this.#context.drop("null-value", nullValues);
    if (lonely > 0) this.#context.drop("no-join-partner", lonely);
  }

  #emit(left: Batch, joined: Int32Array, count: number): void {
    const found = this.#found.take();
    const starts = new Int32Array(left.rows);
    const lengths = new Int32Array(left.rows).fill(-1);
    for (let k = 0; k < count; k++) {
      starts[joined[k]!] = found.starts[k]!;
      lengths[joined[k]!] = found.lengths[k]!;
    }
    const fail = (row: number, error: unknown) => this.#context.fail(left, row, error);
    const right = this.#decoder.decode({ buffer: found.buffer, starts, lengths }, joined, count, fail);
    const roots = makeRoots(left.rows, { left: left.value, right: right.column }, rootsOf(left));
    const result = this.#result.run(roots, right.selection, right.selected, fail);
    this.#context.emit(0, withValue(left, result.column, result));
  }
}

interface Drops {
  nullKeys: number;
  nullValues: number;
  lonely: number;
}
