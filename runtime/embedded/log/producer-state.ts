import type { BatchHeader } from "../../kafka/records/batch-header.ts";
import { BrokerError } from "../broker-error.ts";

interface AppendedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly appendTimeMs: number;
}

interface ProducerEntry {
  epoch: number;
  /** The last five, oldest first: a producer may have five requests in flight. */
  batches: AppendedBatch[];
  /** First offset of the transaction that is open here; -1 for none. */
  transactionStart: number;
  lastTimestampMs: number;
  coordinatorEpoch: number;
}

export interface AbortedRange {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

const keptBatches = 5;
const sequences = 2 ** 31;

/** By offsets, not by records: compaction takes records away. */
function lastSequenceOf({ baseSequence, baseOffset, lastOffset }: BatchHeader): number {
  return (baseSequence + lastOffset - baseOffset) % sequences;
}

/**
 * What a partition knows of its idempotent and transactional producers: epochs, the last sequences, open and aborted transactions. Rebuilt
 * from the log when that is loaded.
 */
export class ProducerState {
  readonly entries = new Map<number, ProducerEntry>();
  /** In the order in which the transactions ended. */
  aborted: AbortedRange[] = [];

  /** Offset of the first record whose transaction is undecided, undefined when there is none. */
  firstUnstable(): number | undefined {
    let first: number | undefined;
    for (const { transactionStart } of this.entries.values()) {
      if (transactionStart >= 0 && (first === undefined || transactionStart < first)) first = transactionStart;
    }
    return first;
  }

  /** The batch appended before that this one repeats, undefined if it is new. Throws when its epoch or sequence does not follow. */
  check(header: BatchHeader): AppendedBatch | undefined {
    const entry = this.entries.get(header.producerId);
    if (entry === undefined) return undefined;
    if (header.producerEpoch < entry.epoch) {
      const message = `Producer epoch ${header.producerEpoch} is older than ${entry.epoch}`;
      throw new BrokerError("INVALID_PRODUCER_EPOCH", message);
    }
    const { baseSequence } = header;
    const lastSequence = lastSequenceOf(header);
    if (header.producerEpoch === entry.epoch) {
      const same = entry.batches.find(
        (batch) => batch.firstSequence === baseSequence && batch.lastSequence === lastSequence,
      );
      if (same !== undefined) return same;
    }
    const last = header.producerEpoch === entry.epoch ? (entry.batches.at(-1)?.lastSequence ?? -1) : -1;
    if (baseSequence !== (last + 1) % sequences) {
      const message = `Out of order sequence number for producer ${header.producerId}: ${baseSequence} came, ${(last + 1) % sequences} was expected`;
      throw new BrokerError("OUT_OF_ORDER_SEQUENCE_NUMBER", message);
    }
    return undefined;
  }

  #entry(producerId: number, epoch: number): ProducerEntry {
    let entry = this.entries.get(producerId);
    if (entry === undefined) {
      entry = { epoch, batches: [], transactionStart: -1, lastTimestampMs: -1, coordinatorEpoch: -1 };
      this.entries.set(producerId, entry);
    }
    if (entry.epoch !== epoch) {
      entry.epoch = epoch;
      entry.batches = [];
    }
    return entry;
  }

  /** Takes note of a data batch in the log. */
  appended(header: BatchHeader, isTransactional: boolean, appendTimeMs: number): void {
    const entry = this.#entry(header.producerId, header.producerEpoch);
    entry.batches.push({
      firstSequence: header.baseSequence,
      lastSequence: lastSequenceOf(header),
      baseOffset: header.baseOffset,
      lastOffset: header.lastOffset,
      appendTimeMs,
    });
    if (entry.batches.length > keptBatches) entry.batches.shift();
    if (isTransactional && entry.transactionStart < 0) entry.transactionStart = header.baseOffset;
    entry.lastTimestampMs = header.maxTimestamp;
  }

  /** Takes note of the marker that ends a transaction. */
  ended(header: BatchHeader, isAbort: boolean): void {
    const entry = this.#entry(header.producerId, header.producerEpoch);
    if (entry.transactionStart >= 0 && isAbort) {
      const { producerId, lastOffset } = header;
      this.aborted.push({ producerId, firstOffset: entry.transactionStart, lastOffset });
    }
    entry.transactionStart = -1;
    entry.lastTimestampMs = header.maxTimestamp;
    entry.coordinatorEpoch = 0;
  }

  /** Aborted transactions that a reader of this range has to know. */
  abortedIn(start: number, end: number): AbortedRange[] {
    return this.aborted.filter(({ firstOffset, lastOffset }) => lastOffset >= start && firstOffset < end);
  }

  forgetBelow(offset: number): void {
    this.aborted = this.aborted.filter(({ lastOffset }) => lastOffset >= offset);
  }
}
