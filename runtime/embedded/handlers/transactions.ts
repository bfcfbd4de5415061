import { errorCode } from "../../kafka/protocol/error-codes.ts";
import { codeOf } from "../broker-error.ts";
import type { BrokerState, Handlers } from "../broker-state.ts";
import type { StoredOffset } from "../storage.ts";
import type { ProducerIdentity } from "../transactions/transactions.ts";
import { commitFault, storedOffset } from "./committed-offsets.ts";

/** From these versions on clients use transaction protocol 2: partitions and groups join by themselves, every end bumps the epoch. */
const implicitOffsetsVersion = 5;
const bumpingEndVersion = 5;

interface AddedTopic {
  readonly name: string;
  readonly partitions: readonly number[];
}

function addPartitions(
  broker: BrokerState,
  id: string,
  producer: ProducerIdentity,
  topics: readonly AddedTopic[],
): { name: string; resultsByPartition: { partitionIndex: number; partitionErrorCode: number }[] }[] {
  const pairs = topics.flatMap(({ name, partitions }) => partitions.map((partition) => [name, partition] as const));
  const isKnown = ([name, partition]: readonly [string, number]): boolean =>
    broker.topics.partition(name, partition) !== undefined;
  const allKnown = pairs.every((pair) => isKnown(pair));
  const refused = allKnown
    ? codeOf(() => broker.transactions.addPartitions(id, producer, pairs))
    : errorCode.OPERATION_NOT_ATTEMPTED;
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({
      partitionIndex,
      partitionErrorCode: isKnown([name, partitionIndex]) ? refused : errorCode.UNKNOWN_TOPIC_OR_PARTITION,
    })),
  }));
}

/** Older clients know one code for a producer that was replaced. */
function forVersion(code: number, version: number): number {
  return code === errorCode.PRODUCER_FENCED && version < 2 ? errorCode.INVALID_PRODUCER_EPOCH : code;
}

export const transactionHandlers: Handlers = {
  AddPartitionsToTxn(broker, request, { version }) {
    if (version >= 4) {
      const resultsByTransaction = request.transactions.map(({ transactionalId, topics, ...producer }) => ({
        transactionalId,
        topicResults: addPartitions(broker, transactionalId, producer, topics),
      }));
      return { resultsByTransaction };
    }
    const producer = { producerId: request.v3AndBelowProducerId, producerEpoch: request.v3AndBelowProducerEpoch };
    return {
      resultsByTopicV3AndBelow: addPartitions(
        broker,
        request.v3AndBelowTransactionalId,
        producer,
        request.v3AndBelowTopics,
      ).map(({ name, resultsByPartition }) => ({
        name,
        resultsByPartition: resultsByPartition.map(({ partitionIndex, partitionErrorCode }) => ({
          partitionIndex,
          partitionErrorCode: forVersion(partitionErrorCode, version),
        })),
      })),
    };
  },

  AddOffsetsToTxn(broker, request, { version }) {
    const code = codeOf(() => broker.transactions.addGroup(request.transactionalId, request, request.groupId));
    return { errorCode: forVersion(code, version) };
  },

  TxnOffsetCommit(broker, request, { version }) {
    const { groupId, transactionalId, memberId, groupInstanceId, generationId } = request;
    const hasMember = memberId !== "" || generationId >= 0;
    const offsets: StoredOffset[] = [];
    const faults = new Map<string, number>();
    for (const { name, partitions } of request.topics) {
      for (const partition of partitions) {
        const fault = commitFault(broker, name, partition);
        if (fault === 0) offsets.push(storedOffset(broker, name, partition));
        else faults.set(`${name}\0${partition.partitionIndex}`, fault);
      }
    }
    const refused = codeOf(() => {
      if (hasMember) broker.groups.checkCommit(groupId, { memberId, instanceId: groupInstanceId, epoch: generationId });
      broker.transactions.addOffsets(transactionalId, request, groupId, offsets, version >= implicitOffsetsVersion);
    });
    const topics = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: refused || (faults.get(`${name}\0${partitionIndex}`) ?? 0),
      })),
    }));
    return { topics };
  },

  EndTxn(broker, request, { version }) {
    let identity: ProducerIdentity = { producerId: -1, producerEpoch: -1 };
    const code = codeOf(() => {
      identity = broker.transactions.end(
        request.transactionalId,
        request,
        request.committed,
        version >= bumpingEndVersion,
      );
    });
    return { errorCode: forVersion(code, version), ...identity };
  },

  DescribeTransactions(broker, request) {
    const transactionStates = request.transactionalIds.map((transactionalId) => {
      const found = broker.transactions.get(transactionalId);
      if (found === undefined) return { errorCode: errorCode.TRANSACTIONAL_ID_NOT_FOUND, transactionalId };
      const topics = new Map<string, number[]>();
      for (const key of found.partitions) {
        const [topic = "", partition] = key.split("\0");
        topics.set(topic, [...(topics.get(topic) ?? []), Number(partition)]);
      }
      return {
        transactionalId,
        transactionState: found.state,
        transactionTimeoutMs: found.timeoutMs,
        transactionStartTimeMs: found.state === "Ongoing" ? found.startMs : -1,
        producerId: found.producerId,
        producerEpoch: found.producerEpoch,
        topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })),
      };
    });
    return { transactionStates };
  },

  ListTransactions(broker, request) {
    const { stateFilters, producerIdFilters, durationFilter } = request;
    const nowMs = broker.clock.nowMs();
    const transactionStates = broker.transactions
      .all()
      .filter(({ state }) => stateFilters.length === 0 || stateFilters.includes(state))
      .filter(({ producerId }) => producerIdFilters.length === 0 || producerIdFilters.includes(producerId))
      .filter(({ state, startMs }) => durationFilter < 0 || (state === "Ongoing" && nowMs - startMs > durationFilter))
      .map(({ id, producerId, state }) => ({ transactionalId: id, producerId, transactionState: state }));
    return { transactionStates };
  },

  DescribeProducers(broker, request) {
    const topics = request.topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => {
        const log = broker.topics.partition(name, partitionIndex);
        if (log === undefined) return { partitionIndex, errorCode: errorCode.UNKNOWN_TOPIC_OR_PARTITION };
        const activeProducers = [...log.producers.entries].map(([producerId, entry]) => ({
          producerId,
          producerEpoch: entry.epoch,
          lastSequence: entry.batches.at(-1)?.lastSequence ?? -1,
          lastTimestamp: entry.lastTimestampMs,
          coordinatorEpoch: entry.coordinatorEpoch,
          currentTxnStartOffset: entry.transactionStart,
        }));
        return { partitionIndex, activeProducers };
      }),
    }));
    return { topics };
  },
};
