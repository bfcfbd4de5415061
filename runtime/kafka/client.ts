/** One cluster as the engine sees it. Nothing is connected before it is needed. */
import { createAdmin } from "./admin.ts";
import { Cluster } from "./cluster.ts";
import { PartitionFetcher } from "./fetcher.ts";
import type { FetcherOptions } from "./fetcher.ts";
import { createMembership } from "./membership/membership.ts";
import type { MembershipOptions } from "./membership/membership.ts";
import type { Admin, ConnectionOptions, Fetcher, Membership, Producer } from "./ports.ts";
import { IdempotentProducer } from "./producer.ts";
import type { ProducerOptions } from "./producer.ts";

export interface KafkaClient {
  readonly cluster: Cluster;
  readonly admin: Admin;
  fetcher(options: FetcherOptions): Fetcher;
  producer(options?: ProducerOptions): Producer;
  membership(options: MembershipOptions): Membership;
  /** Ends all connections. What was made with this client is to be closed before. */
  close(): Promise<void>;
}

export function createKafkaClient(options: ConnectionOptions): KafkaClient {
  const cluster = new Cluster(options);
  return {
    cluster,
    admin: createAdmin(cluster),
    fetcher: (fetcherOptions) => new PartitionFetcher(cluster, fetcherOptions),
    producer: (producerOptions) => new IdempotentProducer(cluster, producerOptions),
    membership: (membershipOptions) => createMembership(cluster, membershipOptions),
    close: () => cluster.close(),
  };
}
