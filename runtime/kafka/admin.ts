/** Topics, offsets and deletion of records: what a pipeline needs done around its run. */
import { askLeaders } from "./ask-leaders.ts";
import { BrokerError } from "./broker-error.ts";
import type { Cluster } from "./cluster.ts";
import { listOffsets } from "./list-offsets.ts";
import type { TopicMetadata } from "./metadata.ts";
import type { Admin, TopicPartition } from "./ports.ts";
import { errorCode as e, kafkaError } from "./protocol/error-codes.ts";

const TIMEOUT_MS = 30_000;
const VISIBLE_WITHIN_MS = 30_000;
/** As many replicas as the cluster's default says (KIP-464). */
const CLUSTER_DEFAULT = -1;

type NewTopic = Parameters<Admin["createTopics"]>[0][number];

export function createAdmin(cluster: Cluster): Admin {
  return {
    async topics(names) {
      const found = await cluster.describeTopics(names);
      return names.map((name) => {
        const topic = found.get(name);
        return topic === undefined ? undefined : { name, partitions: topic.partitions.length };
      });
    },
    createTopics: (topics) => createTopics(cluster, topics),
    deleteTopics: (names) => deleteTopics(cluster, names),
    offsets: (partitions, at) =>
      listOffsets(
        cluster,
        partitions.map(({ topic, partition }) => ({ topic, partition, at: at === "latest-committed" ? "latest" : at })),
        at === "latest-committed" ? "read_committed" : "read_uncommitted",
      ),
    deleteRecords: (before) => deleteRecords(cluster, before),
  };
}

/** Topics that exist already are left as they are. Resolves when all can be used. */
async function createTopics(cluster: Cluster, topics: readonly NewTopic[]): Promise<void> {
  await untilDone(cluster, topics, "to create the topic", e.TOPIC_ALREADY_EXISTS, async (open, what) => {
    const body = {
      timeoutMs: TIMEOUT_MS,
      topics: open.map((topic) => ({
        name: topic.name,
        numPartitions: topic.partitions,
        replicationFactor: topic.replicationFactor ?? CLUSTER_DEFAULT,
        configs: Object.entries(topic.config ?? {}).map(([name, value]) => ({ name, value })),
      })),
    };
    return (await cluster.request("CreateTopics", body, "controller", { what })).topics;
  });
  const names = topics.map(({ name }) => name);
  await untilMetadata(
    cluster,
    names,
    "to create topics",
    (topic) => topic?.partitions.every(({ leader }) => leader >= 0) === true,
  );
}

/** Topics that do not exist are no error. Resolves when none is listed any more. */
async function deleteTopics(cluster: Cluster, names: readonly string[]): Promise<void> {
  const topics = names.map((name) => ({ name }));
  await untilDone(cluster, topics, "to delete the topic", e.UNKNOWN_TOPIC_OR_PARTITION, async (open, what) => {
    const topicNames = open.map(({ name }) => name);
    const body = { timeoutMs: TIMEOUT_MS, topics: open.map(({ name }) => ({ name })), topicNames };
    const { responses } = await cluster.request("DeleteTopics", body, "controller", { what });
    return responses.map((one) => ({ ...one, name: one.name ?? "" }));
  });
  await untilMetadata(cluster, names, "to delete topics", (topic) => topic === undefined);
}

interface TopicResult {
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** Repeats for the topics whose error may pass. */
async function untilDone<Topic extends { readonly name: string }>(
  cluster: Cluster,
  topics: readonly Topic[],
  what: string,
  fine: number,
  run: (open: readonly Topic[], what: string) => Promise<readonly TopicResult[]>,
): Promise<void> {
  let open = topics;
  const deadline = Date.now() + TIMEOUT_MS;
  for (let failures = 1; open.length > 0; failures++) {
    const results = new Map(
      (await run(open, `${what} ${open.map(({ name }) => name).join(", ")}`)).map((one) => [one.name, one]),
    );
    const again: Topic[] = [];
    for (const topic of open) {
      const { errorCode, errorMessage } = results.get(topic.name) ?? { errorCode: -1, errorMessage: null };
      if (errorCode === 0 || errorCode === fine) continue;
      const isLate = Date.now() > deadline;
      if (!kafkaError(errorCode).retriable || isLate)
        throw new BrokerError(errorCode, `${what} ${topic.name}`, errorMessage);
      again.push(topic);
    }
    open = again;
    if (open.length === 0) return;
    await cluster.pause(failures);
    await cluster.refresh();
  }
}

async function untilMetadata(
  cluster: Cluster,
  names: readonly string[],
  what: string,
  holds: (topic: TopicMetadata | undefined) => boolean,
): Promise<void> {
  const deadline = Date.now() + VISIBLE_WITHIN_MS;
  for (let failures = 1; ; failures++) {
    const found = await cluster.describeTopics(names);
    if (names.every((name) => holds(found.get(name)))) return;
    if (Date.now() > deadline) throw new BrokerError(e.REQUEST_TIMED_OUT, `${what} (${names.join(", ")})`);
    await cluster.pause(failures);
  }
}

async function deleteRecords(
  cluster: Cluster,
  before: readonly (TopicPartition & { readonly offset: number })[],
): Promise<void> {
  await askLeaders(cluster, before, "to delete records", async (broker, group) => {
    const connection = await cluster.connection(broker, "main");
    const { topics } = await connection.request("DeleteRecords", {
      timeoutMs: TIMEOUT_MS,
      topics: group.map(({ topic, partition, offset }) => ({
        name: topic,
        partitions: [{ partitionIndex: partition, offset }],
      })),
    });
    const codes = new Map(
      topics.flatMap(({ name, partitions }) =>
        partitions.map((one) => [`${name} ${one.partitionIndex}`, one.errorCode] as const),
      ),
    );
    return group.map(({ topic, partition }) => ({
      errorCode: codes.get(`${topic} ${partition}`) ?? -1,
      value: undefined,
    }));
  });
}
