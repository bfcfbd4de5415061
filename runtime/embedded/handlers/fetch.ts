import type { Partially, RequestBodies, ResponseBodies } from "../../kafka/protocol/codec.ts";
import { errorCode } from "../../kafka/protocol/error-codes.ts";
import type { BrokerState, Handlers, RequestContext } from "../broker-state.ts";
import { leaderEpoch, type PartitionLog } from "../log/partition-log.ts";

type FetchPartition = RequestBodies["Fetch"]["topics"][number]["partitions"][number];
type PartitionAnswer = Partially<ResponseBodies["Fetch"]["responses"][number]["partitions"][number]>;

interface Target {
  readonly partition: FetchPartition;
  readonly log: PartitionLog | undefined;
}

interface Plan {
  readonly topics: readonly {
    readonly topicId: string;
    readonly topic: string;
    readonly unknown: number;
    readonly targets: readonly Target[];
  }[];
  readonly committed: boolean;
}

const nothing = Buffer.alloc(0);

function planOf(broker: BrokerState, request: RequestBodies["Fetch"], version: number): Plan {
  const topics = request.topics.map(({ topicId, topic, partitions }) => {
    const found = version >= 13 ? broker.topics.byId(topicId) : broker.topics.get(topic);
    const targets = partitions.map((partition) => ({ partition, log: found?.partitions[partition.partition] }));
    const unknown =
      found === undefined && version >= 13 ? errorCode.UNKNOWN_TOPIC_ID : errorCode.UNKNOWN_TOPIC_OR_PARTITION;
    return { topicId, topic, unknown, targets };
  });
  return { topics, committed: request.isolationLevel === 1 };
}

function endFor(log: PartitionLog, committed: boolean): number {
  return committed ? log.lastStableOffset : log.endOffset;
}

function faultOf({ partition, log }: Target, unknown: number): number {
  if (log === undefined) return unknown;
  if (partition.currentLeaderEpoch > leaderEpoch) return errorCode.UNKNOWN_LEADER_EPOCH;
  if (partition.fetchOffset < log.startOffset || partition.fetchOffset > log.endOffset)
    return errorCode.OFFSET_OUT_OF_RANGE;
  return 0;
}

/** Whether there is enough to answer at once. A partition that cannot be read is reason enough. */
function isReady({ topics, committed }: Plan, minBytes: number): boolean {
  let bytes = 0;
  for (const { targets, unknown } of topics) {
    for (const target of targets) {
      const { log, partition } = target;
      if (log === undefined || faultOf(target, unknown) !== 0) return true;
      const most = Math.min(minBytes - bytes, Math.max(partition.partitionMaxBytes, 1));
      bytes += log.available(partition.fetchOffset, endFor(log, committed), most);
      if (bytes >= minBytes) return true;
    }
  }
  return bytes >= minBytes;
}

function readPartition(
  target: Target,
  unknown: number,
  committed: boolean,
  maxBytes: number,
  isFirst: boolean,
): PartitionAnswer {
  const { partition, log } = target;
  const fault = faultOf(target, unknown);
  const head = { partitionIndex: partition.partition, errorCode: fault, abortedTransactions: null };
  if (log === undefined || fault !== 0) return { ...head, highWatermark: -1, records: nothing };
  const end = endFor(log, committed);
  const records = log.read(partition.fetchOffset, end, Math.min(maxBytes, partition.partitionMaxBytes), isFirst);
  const aborted = committed && records.length > 0 ? log.producers.abortedIn(partition.fetchOffset, end) : [];
  return {
    ...head,
    highWatermark: log.endOffset,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.startOffset,
    abortedTransactions: committed ? aborted : null,
    records,
  };
}

function answer(plan: Plan, maxBytes: number): Partially<ResponseBodies["Fetch"]> {
  let left = maxBytes;
  let isFirst = true;
  const responses = plan.topics.map(({ topicId, topic, unknown, targets }) => ({
    topicId,
    topic,
    partitions: targets.map((target) => {
      const partition = readPartition(target, unknown, plan.committed, left, isFirst);
      const size = partition.records?.length ?? 0;
      left = Math.max(0, left - size);
      if (size > 0) isFirst = false;
      return partition;
    }),
  }));
  return { responses };
}

/** Waits until there is enough to read, the time is up or the client has gone. */
function wait(
  broker: BrokerState,
  plan: Plan,
  minBytes: number,
  maxWaitMs: number,
  { closed }: RequestContext,
): Promise<void> {
  return new Promise((resolve) => {
    const logs = plan.topics.flatMap(({ targets }) => targets.flatMap(({ log }) => log ?? []));
    const stops = logs.map((log) => log.watch(() => void (isReady(plan, minBytes) && done())));
    const stopTimer = broker.clock.setTimer(maxWaitMs, done);
    closed.addEventListener("abort", done, { once: true });
    function done(): void {
      stopTimer();
      for (const stop of stops) stop();
      closed.removeEventListener("abort", done);
      resolve();
    }
  });
}

export const fetchHandlers: Handlers = {
  async Fetch(broker, request, context) {
    // Sessions are not kept: every request names its partitions.
    if (request.sessionId !== 0 && request.sessionEpoch > 0) return { errorCode: errorCode.FETCH_SESSION_ID_NOT_FOUND };
    const plan = planOf(broker, request, context.version);
    if (request.topics.length > 0 && request.maxWaitMs > 0 && !isReady(plan, request.minBytes)) {
      await wait(broker, plan, request.minBytes, request.maxWaitMs, context);
      return answer(planOf(broker, request, context.version), request.maxBytes);
    }
    return answer(plan, request.maxBytes);
  },
};
