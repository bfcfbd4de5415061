/**
 * How the host is put together: each part brings the methods that it answers; create-host.ts merges them, and the compiler says which are missing.
 * A part is a function from `HostContext` to `HostPart`, and one line in create-host.ts.
 */
import type * as z from "zod";
import type { HostEvent, HostResults } from "../../shared/protocol/host-api.ts";
import type { HostMethod, hostMethods } from "../../shared/protocol/host-methods.ts";

/** Parameters after the check: defaults applied, unknown keys refused. */
export type CheckedParams<M extends HostMethod> = z.output<(typeof hostMethods)[M]>;

export type HostHandlers = {
  /** May throw a WeirError; anything else is a bug and reaches the caller as HOST_0500 without details. */
  readonly [M in HostMethod]: (params: CheckedParams<M>) => HostResults[M] | Promise<HostResults[M]>;
};

export interface HostPart<M extends HostMethod> {
  readonly handlers: Pick<HostHandlers, M>;
  /** Ends its processes, connections and timers; after it nothing is published. */
  close?(): Promise<void>;
}

export interface HostContext {
  readonly kind: "browser" | "desktop";
  readonly version: string;
  /** Folder of the user's data; the library lies in it. It exists, and only its owner may read it. */
  readonly dataFolder: string;
  /** The folder that is open now: absolute, links resolved. Changes with workspace.open. */
  folder(): string;
  /** create-host.ts refuses what needs trust before a handler is asked (HOST_0005); for checks within a handler. */
  trusted(): boolean;
  publish(event: HostEvent): void;
  /** A line for the log, which is standard error. No secrets, no records. */
  log(line: string): void;
}
