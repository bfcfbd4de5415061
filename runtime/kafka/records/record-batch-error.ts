export type RecordBatchFault = "corrupt" | "unsupported" | "too large";

/**
 * A record batch that cannot be read. The partition it belongs to cannot go on: what lies behind is intact but would be read with a hole.
 * The message says what is wrong; the caller adds topic and partition.
 */
export class RecordBatchError extends Error {
  override readonly name = "RecordBatchError";
  readonly fault: RecordBatchFault;
  /** Offset of the batch's first record, -1 where it is not known. */
  readonly baseOffset: number;

  constructor(fault: RecordBatchFault, reason: string, baseOffset = -1) {
    super(baseOffset < 0 ? reason : `record batch at offset ${baseOffset}: ${reason}`);
    this.fault = fault;
    this.baseOffset = baseOffset;
  }
}
