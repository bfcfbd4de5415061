import { createKafkaClient } from "../kafka/client.ts";
import type { ConnectionOptions } from "../kafka/ports.ts";
import type { EngineKafka } from "./engine-kafka.ts";
import type { RunRequest } from "./run-request.ts";

/** The engine's view of one client; each worker makes its own. */
export function createEngineKafka(connection: ConnectionOptions, protocol: RunRequest["groupProtocol"]): EngineKafka {
  const client = createKafkaClient(connection);
  return {
    admin: client.admin,
    fetcher: ({ isolation }) => client.fetcher({ isolation }),
    producer: (compressionOf) => client.producer({ compressionOf }),
    membership: (topology, groupId, processId) => client.membership({ groupId, topology, processId, protocol }),
    close: () => client.close(),
  };
}
