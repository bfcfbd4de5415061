import type { GroupTopology } from "../ports.ts";

export interface MembershipOptions {
  readonly groupId: string;
  readonly topology: GroupTopology;
  /** The same for all members of one process, which share its memory and disk. */
  readonly processId: string;
  /** Keeps the tasks of a member that restarts under the same id; classic groups only. */
  readonly instanceId?: string;
  /** A member that has not been heard of for so long is taken for dead. Streams groups have it as a setting of the broker. */
  readonly sessionTimeoutMs?: number;
  /** How long members may take to give up tasks. */
  readonly rebalanceTimeoutMs?: number;
  /** Classic groups only; the broker of a streams group says. */
  readonly heartbeatIntervalMs?: number;
  /** Streams groups where the broker has them switched on, unless one is asked for. */
  readonly protocol?: "auto" | "streams" | "classic";
}

export const DEFAULT_SESSION_TIMEOUT_MS = 45_000;
export const DEFAULT_REBALANCE_TIMEOUT_MS = 60_000;
export const DEFAULT_HEARTBEAT_INTERVAL_MS = 3000;
