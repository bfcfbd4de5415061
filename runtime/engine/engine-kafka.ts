import type { Admin, Fetcher, GroupTopology, Membership, Producer } from "../kafka/ports.ts";

/** The connections of one worker, made on demand. */
export interface EngineKafka {
  readonly admin: Admin;
  fetcher(options: { isolation: "read_committed" | "read_uncommitted" }): Fetcher;
  producer(): Producer;
  membership(topology: GroupTopology, groupId: string, processId: string): Membership;
  close(): Promise<void>;
}
