import type { SinkConfig } from "../../shared/topology/processors.ts";
import type { Admin, Fetcher, GroupTopology, Membership, Producer } from "../kafka/ports.ts";

/** The connections of one worker, made on demand. */
export interface EngineKafka {
  readonly admin: Admin;
  fetcher(options: { isolation: "read_committed" | "read_uncommitted" }): Fetcher;
  /** `compressionOf`: by topic; the others are not compressed. */
  producer(compressionOf: ReadonlyMap<string, SinkConfig["compression"]>): Producer;
  membership(topology: GroupTopology, groupId: string, processId: string): Membership;
  close(): Promise<void>;
}
