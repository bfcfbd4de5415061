/** Joined rows on their way out: bytes of both sides collected, decoded and projected a few thousand at a time. */
import { fieldUses } from "../../../shared/expressions/field-uses.ts";
import { INSTANT, type Type } from "../../../shared/records/types.ts";
import type { StreamStreamJoinConfig } from "../../../shared/topology/processors.ts";
import type { ProcessorContext } from "../../engine/processor.ts";
import type { Batch, HeaderRows } from "../../vectors/batch.ts";
import type { Column } from "../../vectors/column.ts";
import { createDecoder, type Decoder } from "../../vectors/decode.ts";
import { denseSelection } from "../../vectors/gather.ts";
import { compileProjection, type ColumnKernel } from "../../vectors/kernel.ts";
import { makeRoots } from "../../vectors/roots.ts";
import { BytesCollector } from "../keyed/bytes-collector.ts";
import { storeFormat } from "../keyed/store-format.ts";
import { projectionExpressions } from "./projection-expressions.ts";

const MAX_ROWS = 4096;
const MAX_BYTES = 8 << 20;

export class JoinOutput {
  readonly keys = new BytesCollector();
  readonly lefts = new BytesCollector();
  readonly rights = new BytesCollector();
  readonly #headers = new BytesCollector();
  readonly #timestamps = new Float64Array(MAX_ROWS);
  readonly #offsets = new Float64Array(MAX_ROWS);
  readonly #sequence = new Int32Array(MAX_ROWS);
  readonly #headerCounts = new Int32Array(MAX_ROWS);
  readonly #context: ProcessorContext;
  readonly #node: string;
  readonly #key: Decoder;
  readonly #left: Decoder;
  readonly #right: Decoder;
  readonly #result: ColumnKernel;
  #count = 0;
  #hasHeaders = false;
  #hasSequence = true;
  #partition = 0;

  constructor(config: StreamStreamJoinConfig, keyType: Type, context: ProcessorContext, node: string) {
    this.#context = context;
    this.#node = node;
    const uses = fieldUses(...projectionExpressions(config.result));
    const decoder = (type: Type, root: string) =>
      createDecoder(
        type,
        storeFormat(type),
        uses.filter((use) => use.root === root).map((use) => use.steps),
      );
    this.#key = decoder(keyType, "key");
    this.#left = decoder(config.leftType, "left");
    this.#right = decoder(config.rightType, "right");
    this.#result = compileProjection(config.result, "left");
  }

  /** Ends a row, of which key, left and right have been collected, that the row of a batch has triggered; null: time alone. */
  endRow(timeMs: number, batch: Batch | null, row: number, withHeaders: boolean): void {
    const k = this.#count++;
    this.#timestamps[k] = timeMs;
    this.#offsets[k] = batch === null || !withHeaders ? -1 : batch.origin.offsets[row]!;
    if (batch === null || batch.origin.sequence === null) this.#hasSequence = false;
    else this.#sequence[k] = batch.origin.sequence[row]!;
    if (batch !== null) this.#partition = batch.origin.partition;
    this.#addHeaders(k, withHeaders ? (batch?.headers ?? null) : null, row);
    if (this.#count === MAX_ROWS || this.lefts.bytes + this.rights.bytes > MAX_BYTES) this.flush();
  }

  #addHeaders(k: number, headers: HeaderRows | null, row: number): void {
    const count = headers === null ? 0 : headers.counts[row]!;
    this.#headerCounts[k] = count;
    if (count === 0) this.#headers.addNull();
    else this.#headers.add(headers!.buffer, headers!.starts[row]!, headers!.lengths[row]!);
    this.#hasHeaders ||= count > 0;
  }

  flush(): void {
    const count = this.#count;
    if (count === 0) return;
    const batch = this.#takeBatch(count);
    const { columns } = batch.value as Column & { kind: "struct" };
    const timestamp: Column = { kind: "number", type: INSTANT, values: batch.timestamps, nulls: null };
    const roots = makeRoots(count, { left: columns[0]!, right: columns[1]!, key: batch.key, timestamp });
    const result = this.#result.run(roots, batch.selection, count, (row, error) =>
      this.#context.fail(batch, row, error),
    );
    this.#context.emit(0, { ...batch, value: result.column, selection: result.selection, selected: result.selected });
  }

  /** The value is both sides, for dead letters of rows whose result cannot be computed. */
  #takeBatch(count: number): Batch {
    const selection = denseSelection(count).subarray(0, count);
    const [key, left, right] = [
      [this.#key, this.keys] as const,
      [this.#left, this.lefts] as const,
      [this.#right, this.rights] as const,
    ].map(([decoder, bytes]) => decoder.decode(bytes.take(), selection, count, mustBeReadable).column);
    const headers = this.#headers.take();
    const batch: Batch = {
      rows: count,
      selection,
      selected: count,
      timestamps: this.#timestamps.slice(0, count),
      key: key!,
      value: { kind: "struct", names: ["left", "right"], columns: [left!, right!], base: null, nulls: null },
      headers: this.#hasHeaders ? { ...headers, counts: this.#headerCounts.slice(0, count) } : null,
      origin: {
        topic: this.#node,
        partition: this.#partition,
        offsets: this.#offsets.slice(0, count),
        key: null,
        value: null,
        sequence: this.#hasSequence ? this.#sequence.slice(0, count) : null,
      },
    };
    this.#count = 0;
    this.#hasHeaders = false;
    this.#hasSequence = true;
    return batch;
  }
}

/** What is in a store was written by us. */
function mustBeReadable(_row: number, error: unknown): never {
  throw error;
}
