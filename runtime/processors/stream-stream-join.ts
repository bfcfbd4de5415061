/**
 * Records of two streams with the same key and times close to each other: right in [left - before, left + after], all bounds inclusive. Rules (Kafka
 * Streams' unless a reason is given):
 *
 * - Stream time is the largest time seen on either side. A left row's window has closed when stream time is beyond its time + after + grace, a right
 *   row's beyond its time + before + grace. A row that comes later than that is late and dropped.
 * - A row is joined with everything that the other side has kept (before + after + grace behind stream time).
 * - left and outer: a row that found nothing by the time its window closes leaves with null, in order of time, then right before left, then by key; and
 *   is not joined afterwards. (Kafka Streams emits it at once where its bounds are already behind stream time, whatever the grace, and may join
 *   it again later.)
 * - A null value is dropped. A row without a key leaves with null at once where its side is kept by the join, and is dropped otherwise.
 * - The result has the later time of the two.
 */
import { must } from "../../shared/assert.ts";
import { WeirError } from "../../shared/errors.ts";
import type { StreamStreamJoinConfig } from "../../shared/topology/processors.ts";
import type { TopologyNode } from "../../shared/topology/topology.ts";
import type { Processor, ProcessorContext, ProcessorFactory } from "../engine/processor.ts";
import type { JoinStore } from "../state/join-store.ts";
import type { Batch, ByteRows } from "../vectors/batch.ts";
import { createEncoder, FAILED_ROW, type Encoder } from "../vectors/encode.ts";
import { JoinOutput } from "./joins/join-output.ts";
import { KeyReader, type KeyedRows } from "./keyed/keyed-rows.ts";
import { storeFormat } from "./keyed/store-format.ts";

export const streamStreamJoin: ProcessorFactory<"stream-stream-join"> = (config, context, node) =>
  new StreamStreamJoin(config, context, node);

interface Side {
  readonly left: boolean;
  readonly store: JoinStore;
  readonly keyReader: KeyReader;
  readonly encoder: Encoder;
  /** Rows without a partner leave with null. */
  readonly emitsUnmatched: boolean;
  /** The other side's times that match, relative to a row's own. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** One side's batch while it is worked on. */
interface Rows {
  readonly batch: Batch;
  readonly keys: KeyedRows;
  readonly values: ByteRows;
}

class StreamStreamJoin implements Processor {
  readonly #context: ProcessorContext;
  readonly #left: Side;
  readonly #right: Side;
  readonly #output: JoinOutput;
  readonly #drops = { nullKeys: 0, nullValues: 0, late: 0 };

  constructor(config: StreamStreamJoinConfig, context: ProcessorContext, node: TopologyNode<"stream-stream-join">) {
    const keyType = must(node.types[0], "the type of the output").key;
    const { kind, beforeMs, afterMs } = config;
    this.#context = context;
    this.#left = {
      left: true,
      store: context.store<JoinStore>(config.leftStore),
      keyReader: new KeyReader(keyType, context),
      encoder: createEncoder(config.leftType, storeFormat(config.leftType)),
      emitsUnmatched: kind !== "inner",
      fromMs: -beforeMs,
      toMs: afterMs,
    };
    this.#right = {
      left: false,
      store: context.store<JoinStore>(config.rightStore),
      keyReader: new KeyReader(keyType, context),
      encoder: createEncoder(config.rightType, storeFormat(config.rightType)),
      emitsUnmatched: kind === "outer",
      fromMs: -afterMs,
      toMs: beforeMs,
    };
    this.#output = new JoinOutput(config, keyType, context, node.node);
  }

  /** One input alone, when nothing has to be merged. */
  process(port: number, batch: Batch): void {
    const order = batch.selection.slice(0, batch.selected).map((row) => row * 2 + port);
    this.processMerged(port === 0 ? batch : null, port === 1 ? batch : null, order, batch.selected);
  }

  processMerged(left: Batch | null, right: Batch | null, order: Int32Array, count: number): void {
    const lefts = left === null ? null : this.#read(this.#left, left);
    const rights = right === null ? null : this.#read(this.#right, right);
    for (let k = 0; k < count; k++) {
      const row = order[k]! >> 1;
      if ((order[k]! & 1) === 0) this.#accept(this.#left, this.#right, lefts!, row);
      else this.#accept(this.#right, this.#left, rights!, row);
    }
    this.#finish();
  }

  advanceStreamTime(timeMs: number): void {
    this.#advance(timeMs, null, -1);
    this.#finish();
  }

  #read(side: Side, batch: Batch): Rows {
    const keys = side.keyReader.read(batch);
    const values = side.encoder.encode(batch.value, batch.selection, batch.selected, (row, error) =>
      this.#context.fail(batch, row, error),
    );
    return { batch, keys, values };
  }

  #accept(side: Side, other: Side, rows: Rows, row: number): void {
    const { batch, keys, values } = rows;
    const valueLength = values.lengths[row]!;
    const keyLength = keys.lengths[row]!;
    if (valueLength === FAILED_ROW || keyLength === FAILED_ROW) return;
    const timeMs = batch.timestamps[row]!;
    if (valueLength < 0) this.#drops.nullValues += 1;
    else if (keyLength < 0 && !side.emitsUnmatched) this.#drops.nullKeys += 1;
    else if (!Number.isFinite(timeMs)) this.#context.fail(batch, row, noTime(timeMs));
    else if (keyLength < 0) this.#emitWithoutKey(side, rows, row);
    else this.#join(side, other, rows, row, timeMs);
  }

  #emitWithoutKey(side: Side, { batch, values }: Rows, row: number): void {
    const timeMs = batch.timestamps[row]!;
    this.#advance(timeMs, batch, row);
    this.#output.keys.addNull();
    (side.left ? this.#output.lefts : this.#output.rights).add(
      values.buffer,
      values.starts[row]!,
      values.lengths[row]!,
    );
    (side.left ? this.#output.rights : this.#output.lefts).addNull();
    this.#output.endRow(timeMs, batch, row, true);
  }

  #join(side: Side, other: Side, rows: Rows, row: number, timeMs: number): void {
    const { batch, keys, values } = rows;
    this.#advance(timeMs, batch, row);
    if (side.store.isClosed(timeMs)) {
      this.#drops.late += 1;
      return;
    }
    const hash = keys.hashes[row]!;
    const keyStart = keys.starts[row]!;
    const keyLength = keys.lengths[row]!;
    other.store.seek(hash, keys.buffer, keyStart, keyLength, timeMs + side.fromMs, timeMs + side.toMs);
    let matched = false;
    while (other.store.next()) {
      other.store.markMatched();
      this.#emitPair(side, other.store, rows, row, timeMs);
      matched = true;
    }
    const valueStart = values.starts[row]!;
    const valueLength = values.lengths[row]!;
    side.store.add(hash, keys.buffer, keyStart, keyLength, values.buffer, valueStart, valueLength, timeMs, matched);
  }

  /** The row with the one at the other store's cursor. */
  #emitPair(side: Side, other: JoinStore, { batch, keys, values }: Rows, row: number, timeMs: number): void {
    const { segment, row: otherRow } = other;
    const output = this.#output;
    const own = side.left ? output.lefts : output.rights;
    const others = side.left ? output.rights : output.lefts;
    output.keys.add(keys.buffer, keys.starts[row]!, keys.lengths[row]!);
    own.add(values.buffer, values.starts[row]!, values.lengths[row]!);
    others.add(segment.valueBuffer(otherRow), segment.valueStart(otherRow), segment.valueLength(otherRow));
    output.endRow(Math.max(timeMs, segment.timeMs(otherRow)), batch, row, true);
  }

  /** Time goes on: first leave the rows whose window closes by it, then what is too old goes. */
  #advance(timeMs: number, batch: Batch | null, row: number): void {
    const { store: left } = this.#left;
    const { store: right } = this.#right;
    if (timeMs <= left.streamTimeMs && timeMs <= right.streamTimeMs) return;
    left.advance(timeMs);
    right.advance(timeMs);
    for (;;) {
      const leftMs = this.#left.emitsUnmatched ? left.closing() : Infinity;
      const rightMs = this.#right.emitsUnmatched ? right.closing() : Infinity;
      if (leftMs === Infinity && rightMs === Infinity) break;
      this.#emitUnmatched(rightMs <= leftMs ? this.#right : this.#left, batch, row);
    }
    const lonely = left.expire() + right.expire();
    if (lonely > 0) this.#context.drop("no-join-partner", lonely);
  }

  #emitUnmatched(side: Side, batch: Batch | null, row: number): void {
    const { segment, row: own } = side.store.closingRow();
    const { keys } = segment;
    const entry = segment.key(own);
    const output = this.#output;
    output.keys.add(keys.keyBuffer(entry), keys.keyStart(entry), keys.keyLength(entry));
    const ownValues = side.left ? output.lefts : output.rights;
    ownValues.add(segment.valueBuffer(own), segment.valueStart(own), segment.valueLength(own));
    (side.left ? output.rights : output.lefts).addNull();
    output.endRow(segment.timeMs(own), batch, row, false);
    side.store.popClosing();
  }

  #finish(): void {
    this.#output.flush();
    const { nullKeys, nullValues, late } = this.#drops;
    if (nullKeys > 0) this.#context.drop("null-key", nullKeys);
    if (nullValues > 0) this.#context.drop("null-value", nullValues);
    if (late > 0) this.#context.drop("late", late);
    this.#drops.nullKeys = 0;
    this.#drops.nullValues = 0;
    this.#drops.late = 0;
  }
}

function noTime(timeMs: number): WeirError {
  return new WeirError("RUN_0603", `The record's time is ${timeMs}, so nothing can be close to it.`, {
    hint: "Give the source an expression for the time.",
  });
}
