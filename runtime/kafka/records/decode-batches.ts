import { AbortedTransactions, type AbortedTransaction } from "./aborted-transactions.ts";
import { attribute, batchHeaderSize, readBatchHeader, type BatchHeader } from "./batch-header.ts";
import type { RecordColumns } from "./columns.ts";
import { decompress } from "./compression.ts";
import { readControlType, type ControlType } from "./control-record.ts";
import { RecordBatchError } from "./record-batch-error.ts";
import { createColumnBuilder, leastRecordSize, readRecords } from "./record-reader.ts";
import { Slab } from "./slab.ts";

export interface DecodeOptions {
  /** Records below are left out: a fetch may start in the middle of a batch. */
  readonly fetchOffset: number;
  /** On unless it is false. */
  readonly checkCrc?: boolean;
  /** Given to read committed data only: the list that came with the fetch response, null for none. */
  readonly aborted?: readonly AbortedTransaction[] | null;
  /** Most that one batch may decompress to; 64 MiB if absent. Several batches stop early at twice as much. */
  readonly maxBatchBytes?: number;
}

export interface ControlMarker {
  readonly offset: number;
  readonly type: ControlType;
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface DecodedBatches extends RecordColumns {
  /** Where to go on: behind the last complete batch, even when all of its records were left out. */
  readonly nextOffset: number;
  readonly markers: readonly ControlMarker[];
  /** Complete batches that were read. */
  readonly batches: number;
  /** Batches of aborted transactions that were left out. */
  readonly abortedBatches: number;
}

/** Where the records of a batch lie, in the received buffer or, once it is made, in the slab. */
interface Block {
  readonly header: BatchHeader;
  readonly inSlab: boolean;
  start: number;
  end: number;
}

const defaultMaxBatchBytes = 64 * 1024 * 1024;

/**
 * Decodes all record batches of one partition in a fetch response. A batch that is cut off at the end is left for the next fetch. So is one
 * that is damaged, if others came before it: the error is thrown when the fetch starts with it, and nothing before it is lost.
 */
export function decodeBatches(buffer: Buffer, start: number, end: number, options: DecodeOptions): DecodedBatches {
  const scan = new BatchScan(buffer, options);
  let fault: RecordBatchError | undefined;
  try {
    scan.run(start, end);
  } catch (error) {
    fault = asBatchError(error);
  }
  const data = scan.joined();
  const columns = createColumnBuilder(scan.blocks.reduce((sum, { header }) => sum + header.count, 0));
  let { nextOffset } = scan;
  for (const { header, start: from, end: to } of scan.blocks) {
    try {
      readRecords(data, from, to, header, options.fetchOffset, columns);
    } catch (error) {
      fault = asBatchError(error);
      nextOffset = Math.max(options.fetchOffset, header.baseOffset);
      break;
    }
  }
  if (fault !== undefined && nextOffset === options.fetchOffset) throw fault;
  const markers = scan.markers.filter(({ offset }) => offset < nextOffset);
  return { ...columns, buffer: data, nextOffset, markers, batches: scan.batches, abortedBatches: scan.abortedBatches };
}

function asBatchError(error: unknown): RecordBatchError {
  if (error instanceof RecordBatchError) return error;
  throw error;
}

/** Goes through the headers, leaves out what the reader must not see, and decompresses the rest. */
class BatchScan {
  readonly blocks: Block[] = [];
  readonly markers: ControlMarker[] = [];
  batches = 0;
  abortedBatches = 0;
  nextOffset: number;
  readonly #buffer: Buffer;
  readonly #options: DecodeOptions;
  readonly #maxBatchBytes: number;
  readonly #aborted: AbortedTransactions | undefined;
  #slab: Slab | undefined;

  constructor(buffer: Buffer, options: DecodeOptions) {
    this.#buffer = buffer;
    this.#options = options;
    this.#maxBatchBytes = options.maxBatchBytes ?? defaultMaxBatchBytes;
    this.#aborted = options.aborted === undefined ? undefined : new AbortedTransactions(options.aborted ?? []);
    this.nextOffset = options.fetchOffset;
  }

  run(start: number, end: number): void {
    for (let at = start; (this.#slab?.length ?? 0) < 2 * this.#maxBatchBytes;) {
      const header = readBatchHeader(this.#buffer, at, end, this.#options.checkCrc !== false);
      if (header === undefined) return;
      this.#take(header);
      this.nextOffset = Math.max(this.nextOffset, header.lastOffset + 1);
      this.batches++;
      at = header.end;
    }
  }

  #take(header: BatchHeader): void {
    const { attributes, producerId, lastOffset } = header;
    const marker = (attributes & attribute.control) === 0 ? undefined : readMarker(this.#buffer, header);
    const isTransactional = (attributes & attribute.transactional) !== 0;
    const drop =
      producerId >= 0 &&
      this.#aborted?.drops(producerId, lastOffset, isTransactional, marker?.type === "abort") === true;
    if ((attributes & attribute.control) !== 0) {
      if (marker !== undefined) this.markers.push(marker);
    } else if (drop) this.abortedBatches++;
    else if (lastOffset >= this.#options.fetchOffset) this.#locate(header);
  }

  #locate(header: BatchHeader): void {
    const codec = header.attributes & attribute.compression;
    const block: Block = { header, inSlab: codec !== 0, start: header.start + batchHeaderSize, end: header.end };
    if (block.inSlab) {
      this.#slab ??= new Slab(4 * (this.#buffer.length > 1 << 20 ? 1 << 20 : this.#buffer.length));
      const from = this.#slab.length;
      try {
        decompress(codec, this.#buffer, block.start, block.end, this.#slab, this.#maxBatchBytes);
      } catch (error) {
        this.#slab.length = from;
        const fault = asBatchError(error);
        throw new RecordBatchError(fault.fault, fault.message, header.baseOffset);
      }
      block.start = from;
      block.end = this.#slab.length;
    }
    mustHold(header, block.end - block.start);
    this.blocks.push(block);
  }

  /** The buffer that holds the records of all blocks: the received one where nothing was compressed, else all in the slab. */
  joined(): Buffer {
    const slab = this.#slab;
    if (slab === undefined) return this.#buffer;
    slab.allow(Infinity);
    for (const block of this.blocks) {
      if (block.inSlab) continue;
      const from = slab.length;
      slab.append(this.#buffer.subarray(block.start, block.end));
      block.start = from;
      block.end = slab.length;
    }
    return slab.buffer;
  }
}

/** Columns are allocated by the number of records that a batch claims: it must be possible. */
function mustHold(header: BatchHeader, bytes: number): void {
  if (header.count * leastRecordSize <= bytes) return;
  throw new RecordBatchError("corrupt", `${header.count} records cannot be in ${bytes} bytes`, header.baseOffset);
}

/** What a control batch says; undefined for one whose record was compacted away. */
function readMarker(buffer: Buffer, header: BatchHeader): ControlMarker | undefined {
  if (header.count === 0) return undefined;
  if ((header.attributes & attribute.compression) !== 0) {
    throw new RecordBatchError("unsupported", "a control batch is compressed", header.baseOffset);
  }
  mustHold(header, header.end - header.start - batchHeaderSize);
  const columns = createColumnBuilder(header.count);
  readRecords(buffer, header.start + batchHeaderSize, header.end, header, 0, columns);
  return {
    offset: header.lastOffset,
    type: readControlType(buffer, columns.keyStarts[0]!, columns.keyLengths[0]!),
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
  };
}
