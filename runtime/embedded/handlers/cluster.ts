/** What tools ask about a cluster and a single node answers shortly. */
import { errorCode } from "../../kafka/protocol/error-codes.ts";
import type { Handlers } from "../broker-state.ts";

export const clusterHandlers: Handlers = {
  DescribeLogDirs(broker, request) {
    const wanted =
      request.topics === null ? undefined : new Map(request.topics.map(({ topic, partitions }) => [topic, partitions]));
    const topics = broker.topics
      .all()
      .filter(({ name }) => wanted === undefined || wanted.has(name))
      .map(({ name, partitions }) => ({
        name,
        partitions: partitions
          .map(({ sizeBytes }, partitionIndex) => ({
            partitionIndex,
            partitionSize: sizeBytes,
            offsetLag: 0,
            isFutureKey: false,
          }))
          .filter(({ partitionIndex }) => wanted?.get(name)?.includes(partitionIndex) ?? true),
      }));
    return { results: [{ logDir: "embedded", topics }] };
  },

  ListPartitionReassignments: () => ({ topics: [] }),

  DescribeClientQuotas: () => ({ entries: [] }),

  DescribeAcls: () => ({
    errorCode: errorCode.SECURITY_DISABLED,
    errorMessage: "The embedded broker has no authorizer.",
  }),

  DescribeUserScramCredentials: () => ({ results: [] }),

  ListConfigResources(broker, request) {
    const types = new Set(request.resourceTypes);
    const has = (type: number): boolean => types.size === 0 || types.has(type);
    const topics = has(2) ? broker.topics.all().map(({ name }) => ({ resourceName: name, resourceType: 2 })) : [];
    const brokers = has(4) ? [{ resourceName: String(broker.nodeId), resourceType: 4 }] : [];
    return { configResources: [...topics, ...brokers] };
  },
};
