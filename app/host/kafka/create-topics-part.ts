/** The topic browser: what the renderer can ask about a cluster. */
import { WeirError } from "../../../shared/errors.ts";
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import type { RunSnapshot } from "../../../shared/protocol/run.ts";
import type { HostPart } from "../host-part.ts";
import type { ClusterClient } from "./cluster-client.ts";
import { createClusterClients } from "./cluster-clients.ts";
import { plainConnection, type ResolvedConnection } from "./connection.ts";
import { describeCluster, describeTopic } from "./describe-cluster.ts";
import { describeGroups } from "./describe-groups.ts";
import { within } from "./kafka-failure.ts";
import { createTopic, produceRecord } from "./produce-record.ts";
import { readRecords } from "./read-records.ts";
import { retryDeadLetters } from "./retry-dead-letters.ts";

export type TopicsMethod =
  | "topics.cluster"
  | "topics.topic"
  | "topics.groups"
  | "topics.records"
  | "topics.produce"
  | "topics.create"
  | "run.retry";

export interface TopicsOptions {
  readonly connection: (environment: string, connection: string) => Promise<ResolvedConnection>;
  readonly findRun: (run: string) => RunSnapshot;
  /** Clients are closed that long after their last use. */
  readonly idleMs?: number;
}

/** A whole answer; reading ends sooner, with what it has found. */
const limitMs = 20_000;
const readingMs = 10_000;

type Cluster = HostParams<"topics.cluster">["cluster"];

export function createTopicsPart({ connection, findRun, idleMs }: TopicsOptions): HostPart<TopicsMethod> & {
  close(): Promise<void>;
} {
  const clients = createClusterClients(idleMs);

  async function at<Result>(
    cluster: Cluster,
    what: string,
    work: (client: ClusterClient) => Promise<Result>,
  ): Promise<Result> {
    const resolved =
      cluster.kind === "run"
        ? plainConnection(embeddedBrokerOf(findRun(cluster.run)))
        : await connection(cluster.environment, cluster.connection);
    return await clients.use(resolved, what, (client) => within(what, limitMs, work(client)));
  }

  return {
    handlers: {
      "topics.cluster": ({ cluster }) =>
        at(cluster, "The cluster cannot be described", async (client) => describeCluster(await client.admin())),
      "topics.topic": ({ cluster, topic }) =>
        at(cluster, `The topic ${topic} cannot be described`, async (client) =>
          describeTopic(await client.admin(), topic),
        ),
      "topics.groups": ({ cluster }) =>
        at(cluster, "Groups cannot be listed", async (client) =>
          describeGroups(await client.admin(), await client.reader()),
        ),
      "topics.records": ({ cluster, ...query }) =>
        at(cluster, `Records of ${query.topic} cannot be read`, async (client) =>
          readRecords(await client.admin(), await client.reader(), query, Date.now() + readingMs),
        ),
      "topics.produce": ({ cluster, topic, record }) =>
        at(cluster, `A record cannot be written to ${topic}`, async (client) =>
          produceRecord(await client.producer(), topic, record),
        ),
      "topics.create": async ({ cluster, ...topic }) => {
        await at(cluster, `The topic ${topic.topic} cannot be created`, async (client) =>
          createTopic(await client.admin(), topic),
        );
        return null;
      },
      "run.retry": async ({ cluster, topic, records }) => ({
        records: await at(cluster, `Records of ${topic} cannot be retried`, async (client) =>
          retryDeadLetters(
            { admin: await client.admin(), producer: await client.producer(), reader: await client.reader() },
            topic,
            records,
          ),
        ),
      }),
    },
    close: () => clients.close(),
  };
}

function embeddedBrokerOf({ run, target, state, bootstrap }: RunSnapshot): readonly string[] {
  if (target === "embedded" && bootstrap.length > 0 && state !== "ended" && state !== "failed") return bootstrap;
  throw new WeirError("HOST_0011", `The run ${run} has no broker of its own that could be looked into.`, {
    hint:
      target === "embedded"
        ? "Its broker lives as long as the run: start it again."
        : "Choose the connection of the environment that it uses.",
  });
}
