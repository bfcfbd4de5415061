/**
 * How processes of the runtime are started. The studio in a browser forks Node; the desktop app has no Node to fork (its fuse is off) and uses
 * Electron's utility processes. Everything above this port is the same.
 */
import type { AgentMessage, AgentRequest } from "../../../shared/protocol/agent.ts";

export interface AgentLauncher {
  /** Never throws: a process that cannot be started exits. */
  launch(): AgentChannel;
}

export interface AgentChannel {
  /** Goes nowhere when the process has ended. */
  post(request: AgentRequest): void;
  onMessage(listener: (message: AgentMessage) => void): void;
  /** Called once, also when the process had ended before. */
  onExit(listener: (exit: AgentExit) => void): void;
  /** Ends it at once. */
  kill(): void;
}

export interface AgentExit {
  /** "with status 1", "by SIGKILL", "before it began: …" */
  readonly how: string;
  /** The last of what it wrote to standard error. */
  readonly stderr: string;
}

/** Messages are made by our own runtime; this only keeps out what a library may post on the same channel. */
export function isAgentMessage(value: unknown): value is AgentMessage {
  if (typeof value !== "object" || value === null) return false;
  return "answer" in value ? typeof value.answer === "number" : "event" in value && typeof value.event === "string";
}

/** Keeps the end of a stream of text. */
export function keepTail(limit: number): { add(text: string): void; text(): string } {
  let kept = "";
  return {
    add: (text) => void (kept = (kept + text).slice(-limit)),
    text: () => kept,
  };
}

/** The only variables that agents get: secrets of the person's shell stay with the host, which passes on what a run refers to. */
export function agentEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of passedOn) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

const passedOn = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "SystemRoot",
  "TMPDIR",
  "TEMP",
  "TMP",
  "LANG",
  "LC_ALL",
  "TZ",
  "NODE_COMPILE_CACHE",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];
