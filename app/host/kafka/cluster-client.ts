/** What the topic browser holds open to one cluster. Parts are connected when they are first used. */
import kafkajs, { type Admin, type Producer } from "kafkajs";
import { registerCodecs } from "./codecs.ts";
import { kafkaConfig, type ResolvedConnection } from "./connection.ts";
import { repairKafkajs } from "./repair-kafkajs.ts";
import { openDirectFetch, type DirectFetch } from "./direct-fetch.ts";

export interface ClusterClient {
  admin(): Promise<Admin>;
  producer(): Promise<Producer>;
  reader(): Promise<DirectFetch>;
  close(): Promise<void>;
}

export function createClusterClient(connection: ResolvedConnection): ClusterClient {
  registerCodecs();
  repairKafkajs();
  const kafka = new kafkajs.Kafka(kafkaConfig(connection));
  const admin = once(async () => {
    const made = kafka.admin();
    await connectOrClose(made);
    return made;
  });
  const producer = once(async () => {
    const made = kafka.producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await connectOrClose(made);
    return made;
  });
  const reader = once(() => openDirectFetch(kafka));
  return {
    admin: admin.get,
    producer: producer.get,
    reader: reader.get,
    async close() {
      await Promise.allSettled([
        admin.end((one) => one.disconnect()),
        producer.end((one) => one.disconnect()),
        reader.end((one) => one.close()),
      ]);
    },
  };
}

/** What could not connect still has sockets and timers. */
async function connectOrClose(part: { connect(): Promise<void>; disconnect(): Promise<void> }): Promise<void> {
  try {
    await part.connect();
  } catch (error) {
    await part.disconnect().catch(() => undefined);
    throw error;
  }
}

/** Made at most once, unless it fails. */
function once<Made>(make: () => Promise<Made>): {
  get: () => Promise<Made>;
  end: (close: (made: Made) => Promise<void>) => Promise<void>;
} {
  let made: Promise<Made> | undefined;
  return {
    get: () => {
      made ??= make().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    },
    end: async (close) => {
      if (made !== undefined) await close(await made);
    },
  };
}
