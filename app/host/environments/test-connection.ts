/** Tries a connection as it stands: connects, counts, and leaves. */
import type { HostResults } from "../../../shared/protocol/host-api.ts";
import { createClusterClient } from "../kafka/cluster-client.ts";
import type { ResolvedConnection } from "../kafka/connection.ts";
import { within } from "../kafka/kafka-failure.ts";

const limitMs = 15_000;

/** With a client of its own: a connection that is kept would hide that a new one does not come about. */
export async function testConnection(connection: ResolvedConnection): Promise<HostResults["environments.test"]> {
  const begun = performance.now();
  const client = createClusterClient(connection);
  try {
    return await within("The cluster cannot be reached", limitMs, count());
  } finally {
    await client.close();
  }

  async function count(): Promise<HostResults["environments.test"]> {
    const admin = await client.admin();
    const [{ brokers }, topics] = await Promise.all([admin.describeCluster(), admin.listTopics()]);
    return { brokers: brokers.length, topics: topics.length, ms: Math.round(performance.now() - begun) };
  }
}
