/** Connections of the topic browser: kept for a while after the last use, since people click from topic to topic. */
import { WeirError } from "../../../shared/errors.ts";
import type { ClusterClient } from "./cluster-client.ts";
import { createClusterClient } from "./cluster-client.ts";
import { fingerprint, type ResolvedConnection } from "./connection.ts";
import { kafkaFailure } from "./kafka-failure.ts";

export interface ClusterClients {
  /** `what` completes an error: "Topics cannot be listed". Connections that fail are not kept. */
  use<Result>(
    connection: ResolvedConnection,
    what: string,
    work: (client: ClusterClient) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

interface Entry {
  readonly client: ClusterClient;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

export function createClusterClients(idleMs = 60_000): ClusterClients {
  const entries = new Map<string, Entry>();
  const closing = new Set<Promise<void>>();

  const drop = (key: string, entry: Entry): void => {
    clearTimeout(entry.timer);
    if (entries.get(key) === entry) entries.delete(key);
    const closed = entry.client.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };

  return {
    async use(connection, what, work) {
      const key = fingerprint(connection);
      const entry = entries.get(key) ?? { client: createClusterClient(connection), users: 0, timer: undefined };
      entries.set(key, entry);
      clearTimeout(entry.timer);
      entry.users += 1;
      let broken = false;
      try {
        return await work(entry.client);
      } catch (error) {
        const failure = kafkaFailure(what, error);
        broken = !(failure instanceof WeirError) || failure.code === "HOST_0012";
        throw failure;
      } finally {
        entry.users -= 1;
        // Others who use it find out for themselves; whoever comes next starts anew.
        if (broken && entries.get(key) === entry) entries.delete(key);
        if (entry.users === 0) {
          if (entries.get(key) !== entry) drop(key, entry);
          else entry.timer = setTimeout(() => drop(key, entry), idleMs).unref();
        }
      }
    },
    async close() {
      for (const [key, entry] of entries) drop(key, entry);
      await Promise.allSettled(closing);
    },
  };
}
