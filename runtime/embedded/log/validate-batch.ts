import { attribute, readBatchHeader, type BatchHeader } from "../../kafka/records/batch-header.ts";
import { decodeBatches } from "../../kafka/records/decode-batches.ts";
import { RecordBatchError } from "../../kafka/records/record-batch-error.ts";
import { BrokerError } from "../broker-error.ts";
import type { TopicConfig } from "../topic-config.ts";

/** The header of the one batch that a producer may send per partition. Throws with Kafka's codes for what it would refuse. */
export function validateBatch(received: Buffer, config: TopicConfig, nowMs: number): BatchHeader {
  try {
    return check(received, config, nowMs);
  } catch (error) {
    if (!(error instanceof RecordBatchError)) throw error;
    if (error.fault === "unsupported" && error.message.includes("codec")) {
      throw new BrokerError("UNSUPPORTED_COMPRESSION_TYPE", error.message);
    }
    throw new BrokerError(
      error.fault === "unsupported" ? "UNSUPPORTED_FOR_MESSAGE_FORMAT" : "CORRUPT_MESSAGE",
      error.message,
    );
  }
}

function check(received: Buffer, config: TopicConfig, nowMs: number): BatchHeader {
  const header = readBatchHeader(received, 0, received.length, true);
  if (header === undefined) throw new BrokerError("CORRUPT_MESSAGE", "the batch is cut off");
  if (header.end !== received.length)
    throw new BrokerError("INVALID_RECORD", "there must be exactly one batch for a partition");
  if (received.length > config.number("max.message.bytes")) {
    const message = `the batch has ${received.length} bytes, max.message.bytes is ${config.get("max.message.bytes")}`;
    throw new BrokerError("MESSAGE_TOO_LARGE", message);
  }
  if ((header.attributes & attribute.control) !== 0)
    throw new BrokerError("INVALID_RECORD", "clients cannot write control records");
  if (header.count < 1 || header.count !== header.lastOffset - header.baseOffset + 1) {
    throw new BrokerError("INVALID_RECORD", "the record count does not match the offsets");
  }
  if (header.producerId >= 0 && (header.baseSequence < 0 || header.producerEpoch < 0)) {
    throw new BrokerError("INVALID_RECORD", "a batch with a producer id needs an epoch and a sequence");
  }
  checkRecords(received, header, config, nowMs);
  return header;
}

function checkRecords(received: Buffer, header: BatchHeader, config: TopicConfig, nowMs: number): void {
  const records = decodeBatches(received, 0, received.length, { fetchOffset: header.baseOffset, checkCrc: false });
  if (records.nextOffset !== header.lastOffset + 1) throw new BrokerError("CORRUPT_MESSAGE", "the records are damaged");
  const latestMs = nowMs + config.number("message.timestamp.after.max.ms");
  const checkTime = !config.usesAppendTime;
  for (let row = 0; row < records.count; row++) {
    if (records.offsets[row] !== header.baseOffset + row) {
      throw new BrokerError("INVALID_RECORD", "the offsets inside the batch are not consecutive");
    }
    if (config.compacts && records.keyLengths[row]! < 0) {
      throw new BrokerError("INVALID_RECORD", "a compacted topic cannot accept a record without key");
    }
    if (checkTime && records.timestamps[row]! > latestMs) {
      throw new BrokerError(
        "INVALID_TIMESTAMP",
        `timestamp ${records.timestamps[row]} of record ${row} lies too far in the future`,
      );
    }
  }
}
