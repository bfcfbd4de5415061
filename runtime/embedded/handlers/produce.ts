import type { RequestBodies } from "../../kafka/protocol/codec.ts";
import { errorCode } from "../../kafka/protocol/error-codes.ts";
import { attribute, batchField, batchHeaderSize, readInt64 } from "../../kafka/records/batch-header.ts";
import { BrokerError, outcomeOf } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import { topicFor } from "./metadata.ts";

type ProduceRequest = RequestBodies["Produce"];

/** From this version on the first batch of a partition adds it to the transaction (transaction protocol 2). */
const implicitVersion = 12;

function append(
  broker: BrokerState,
  request: ProduceRequest,
  version: number,
  topicName: string,
  index: number,
  records: Buffer | null,
): {
  baseOffset: number;
  logAppendTimeMs: number;
  logStartOffset: number;
} {
  const log = broker.topics.partition(topicName, index);
  if (log === undefined)
    throw new BrokerError("UNKNOWN_TOPIC_OR_PARTITION", `partition ${topicName}-${index} does not exist`);
  if (records === null || records.length < batchHeaderSize)
    throw new BrokerError("CORRUPT_MESSAGE", "there is no record batch");
  const isTransactional = (records.readInt16BE(batchField.attributes) & attribute.transactional) !== 0;
  if (isTransactional && records[batchField.magic] === 2) {
    const producerId = readInt64(records, batchField.producerId);
    const producerEpoch = records.readInt16BE(batchField.producerEpoch);
    const producer = { producerId, producerEpoch };
    broker.transactions.checkAppend(request.transactionalId, producer, topicName, index, version >= implicitVersion);
  }
  const { baseOffset, appendTimeMs } = log.append(records);
  return { baseOffset, logAppendTimeMs: appendTimeMs, logStartOffset: log.startOffset };
}

export const produceHandlers: Handlers = {
  Produce(broker, request, { version }) {
    const acksAreValid = request.acks >= -1 && request.acks <= 1;
    const responses = request.topicData.map(({ topicId, name, partitionData }) => {
      const topic = version >= 13 ? broker.topics.byId(topicId) : topicFor(broker, name, broker.autoCreateTopics);
      const partitionResponses = partitionData.map(({ index, records }) => {
        let appended: ReturnType<typeof append> | undefined;
        const outcome = outcomeOf(() => {
          if (!acksAreValid) throw new BrokerError("INVALID_REQUIRED_ACKS", `acks ${request.acks} is not -1, 0 or 1`);
          if (topic === undefined)
            throw new BrokerError(version >= 13 ? "UNKNOWN_TOPIC_ID" : "UNKNOWN_TOPIC_OR_PARTITION", "no such topic");
          appended = append(broker, request, version, topic.name, index, records);
        });
        return { index, ...outcome, ...(appended ?? { baseOffset: -1 }) };
      });
      return { topicId, name, partitionResponses };
    });
    if (request.acks !== 0) return { responses };
    const failed = responses.some(({ partitionResponses }) =>
      partitionResponses.some((partition) => partition.errorCode !== 0),
    );
    // Without answers a closed connection is the only way to tell a producer that something was lost.
    if (failed) throw new BrokerError("UNKNOWN_SERVER_ERROR", "a batch without acknowledgement was refused");
    return undefined;
  },

  InitProducerId(broker, request) {
    const { transactionalId, transactionTimeoutMs, producerId, producerEpoch } = request;
    if (transactionalId === null) return { producerId: broker.transactions.newProducerId(), producerEpoch: 0 };
    if (transactionalId === "") return { errorCode: errorCode.INVALID_REQUEST };
    if (request.enable2Pc) return { errorCode: errorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED };
    let identity = { producerId: -1, producerEpoch: -1 };
    const outcome = outcomeOf(() => {
      identity = broker.transactions.init(transactionalId, transactionTimeoutMs, { producerId, producerEpoch });
    });
    return { errorCode: outcome.errorCode, ...identity };
  },
};
