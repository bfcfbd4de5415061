/** The membership that the broker can do best. */
import { WeirError } from "../../../shared/errors.ts";
import type { Cluster } from "../cluster.ts";
import type { Membership, MembershipCallbacks, TopicPartition } from "../ports.ts";
import { ClassicMembership } from "./classic-membership.ts";
import { fetchCommitted } from "./group-offsets.ts";
import type { OffsetToCommit } from "./group-offsets.ts";
import type { MembershipOptions } from "./options.ts";
import { StreamsMembership } from "./streams-membership.ts";

export type { MembershipOptions } from "./options.ts";

export function createMembership(cluster: Cluster, options: MembershipOptions): Membership {
  if (options.protocol === "streams") return new StreamsMembership(cluster, options);
  if (options.protocol === "classic") return new ClassicMembership(cluster, options);
  return new NegotiatedMembership(cluster, options);
}

/** Decides when it starts. */
class NegotiatedMembership implements Membership {
  readonly #cluster: Cluster;
  readonly #options: MembershipOptions;
  #chosen: Membership | null = null;

  constructor(cluster: Cluster, options: MembershipOptions) {
    this.#cluster = cluster;
    this.#options = options;
  }

  get memberId(): string {
    return this.#chosen?.memberId ?? "";
  }

  get protocol(): "streams" | "classic" {
    return this.#chosen?.protocol ?? "classic";
  }

  async start(callbacks: MembershipCallbacks): Promise<void> {
    const { groupId } = this.#options;
    const coordinator = await this.#cluster.coordinator({ group: groupId });
    const connection = await this.#cluster.connection(coordinator, "main");
    const level = connection.versions?.features.get("streams.version") ?? 0;
    const hasStreams = level >= 1 && connection.supports("StreamsGroupHeartbeat");
    this.#chosen = hasStreams
      ? new StreamsMembership(this.#cluster, this.#options)
      : new ClassicMembership(this.#cluster, this.#options);
    await this.#chosen.start(callbacks);
  }

  committed(partitions: readonly TopicPartition[]): Promise<number[]> {
    return fetchCommitted(this.#cluster, this.#options.groupId, partitions);
  }

  commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    if (this.#chosen !== null) return this.#chosen.commit(offsets);
    return Promise.reject(
      new WeirError("KAFKA_0301", `This member has not joined the group ${this.#options.groupId} yet.`),
    );
  }

  leave(): Promise<void> {
    return this.#chosen?.leave() ?? Promise.resolve();
  }
}
