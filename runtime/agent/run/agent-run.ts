/** One run of a pipeline, as events. */
import { WeirError } from "../../../shared/errors.ts";
import type { AgentMessage, AgentRunRequest } from "../../../shared/protocol/agent.ts";

export interface AgentRun {
  /** Resolves when the run has started. */
  start(): Promise<void>;
  stop(): Promise<void>;
  tap(edges: readonly string[]): Promise<void>;
  fail(error: unknown): void;
  abandon(): Promise<void>;
}

export type RunEvent = Extract<AgentMessage, { event: string }>;

export function createAgentRun(_request: AgentRunRequest, _send: (event: RunEvent) => void): AgentRun {
  throw new WeirError("RUN_0500", "Runs cannot be started here yet.");
}
