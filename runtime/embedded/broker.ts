import { randomBytes } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { WeirError } from "../../shared/errors.ts";
import type { BrokerState } from "./broker-state.ts";
import { systemBrokerClock, type BrokerClock } from "./clock.ts";
import { serveConnection } from "./connection.ts";
import { Groups } from "./groups/groups.ts";
import type { GroupTimes } from "./groups/group.ts";
import { cleanLog } from "./log/cleaner.ts";
import { FileStorage, type Remembered } from "./storage-files.ts";
import { memoryStorage, type Storage } from "./storage.ts";
import { Topics, type Topic } from "./topics.ts";
import { Transactions } from "./transactions/transactions.ts";

export interface EmbeddedBrokerOptions {
  /** 0 (the default) lets the system choose. */
  readonly port?: number;
  readonly host?: "127.0.0.1";
  /** What clients are told to connect to, where something stands in between; the port itself if absent. */
  readonly advertisedPort?: number;
  /** Keeps topics, records, offsets and transactions there; without it they end with the broker. */
  readonly folder?: string;
  readonly clock?: BrokerClock;
  /** On unless it is false. */
  readonly autoCreateTopics?: boolean;
  /** Of topics that are created without a number; 4 if absent. */
  readonly defaultPartitions?: number;
  /** Retention and compaction run this often; 30 s if absent. */
  readonly cleanIntervalMs?: number;
  readonly groups?: Partial<GroupTimes>;
}

export interface EmbeddedBroker {
  readonly port: number;
  /** For a client's list of brokers. */
  readonly bootstrap: string;
  createTopic(name: string, partitions: number, config?: Readonly<Record<string, string>>): void;
  deleteTopic(name: string): void;
  /** Applies retention and compaction now instead of waiting for the timer. */
  clean(): void;
  /** Closes the port and all connections. What a folder keeps can be opened again. */
  close(): Promise<void>;
}

/** Short, so that a pipeline on the desk starts and rebalances at once; a cluster's defaults are 3, 5 and 45 seconds. */
const defaultGroupTimes: GroupTimes = {
  initialRebalanceDelayMs: 0,
  heartbeatIntervalMs: 300,
  sessionTimeoutMs: 10_000,
};

/** Starts a Kafka broker in this process that any client can use over a loopback port. */
export async function createEmbeddedBroker(options: EmbeddedBrokerOptions = {}): Promise<EmbeddedBroker> {
  const { host = "127.0.0.1", clock = systemBrokerClock, defaultPartitions = 4, cleanIntervalMs = 30_000 } = options;
  const files = options.folder === undefined ? undefined : openFolder(options.folder);
  const storage: Storage = files ?? memoryStorage;
  const topics = new Topics(clock, storage);
  const groupTimes = { ...defaultGroupTimes, ...options.groups };
  const groups = new Groups(clock, topics, storage, groupTimes);
  const transactions = new Transactions(clock, topics, groups, storage);
  const state: BrokerState = {
    clock,
    nodeId: 1,
    clusterId: files?.clusterId ?? randomBytes(16).toString("base64url"),
    host,
    port: 0,
    autoCreateTopics: options.autoCreateTopics !== false,
    defaultPartitions,
    groupTimes,
    topics,
    groups,
    transactions,
  };
  let port: number;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveConnection(state, socket);
  });
  try {
    if (files !== undefined) restore(state, files.remembered);
    port = await listen(server, options.port ?? 0, host);
    state.port = options.advertisedPort ?? port;
  } catch (error) {
    storage.close();
    throw error;
  }
  const clean = (): void => topics.all().forEach((topic) => cleanTopic(topic, clock));
  let stopCleaning = clock.setTimer(cleanIntervalMs, cleanAgain);
  function cleanAgain(): void {
    clean();
    stopCleaning = clock.setTimer(cleanIntervalMs, cleanAgain);
  }
  return {
    port,
    bootstrap: `${host}:${port}`,
    createTopic(name, partitions, config = {}) {
      topics.create(name, partitions, new Map(Object.entries(config)));
    },
    deleteTopic(name) {
      const topic = topics.get(name);
      if (topic === undefined) return;
      topics.delete(topic);
      groups.topicDeleted(name);
    },
    clean,
    async close() {
      stopCleaning();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
      groups.close();
      transactions.close();
      for (const { partitions } of topics.all()) for (const log of partitions) log.close();
      storage.close();
    },
  };
}

function openFolder(folder: string): FileStorage {
  try {
    return new FileStorage(folder);
  } catch (cause) {
    if (cause instanceof WeirError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = "Choose a folder that can be written.";
    throw new WeirError("EMB_0002", `The embedded broker cannot use the folder ${folder}: ${reason}.`, { hint, cause });
  }
}

function restore({ topics, groups, transactions }: BrokerState, remembered: Remembered): void {
  for (const { id, name, partitions, config } of remembered.topics.values()) {
    topics.restore(id, name, partitions, new Map(Object.entries(config)));
  }
  for (const [group, offsets] of remembered.offsets) {
    for (const offset of offsets.values()) groups.open(group).offsets.put(offset);
  }
  transactions.reserveProducerIds(remembered.nextProducerId);
  for (const [id, stored] of remembered.transactions) transactions.restore(id, stored);
}

function cleanTopic(topic: Topic, clock: BrokerClock): void {
  for (const log of topic.partitions) cleanLog(log, clock.nowMs());
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const hint = "Choose another port, or 0 to let the system choose.";
      reject(
        new WeirError("EMB_0001", `The embedded broker cannot listen on ${host}:${port}: ${cause.message}.`, {
          hint,
          cause,
        }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
