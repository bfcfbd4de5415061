/**
 * Records of one partition as columns over the buffer they arrived in: no object per record. All arrays have at least `count` entries.
 * A start is an absolute position in `buffer`; a length of -1 is null. The buffer is the receive buffer or a decompressed block and is
 * shared: whoever keeps bytes beyond the processing of the batch copies them.
 */
export interface RecordColumns {
  readonly count: number;
  readonly buffer: Buffer;
  readonly offsets: Float64Array;
  /** Milliseconds since the epoch; -1 where the record has none. */
  readonly timestamps: Float64Array;
  readonly keyStarts: Int32Array;
  readonly keyLengths: Int32Array;
  readonly valueStarts: Int32Array;
  readonly valueLengths: Int32Array;
  /**
   * Where the record's headers lie, as encoded in the batch: from the varint count on (so that the length is at least 1), then key and value
   * each with a varint length.
   */
  readonly headerStarts: Int32Array;
  readonly headerLengths: Int32Array;
  readonly headerCounts: Int32Array;
}
