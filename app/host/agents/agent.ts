/** One process of the runtime as something that can be asked: answers find their questions, and a death answers what is open. */
import { WeirError, errorCodes, type ErrorCode } from "../../../shared/errors.ts";
import type { AgentFailure, AgentMessage, AgentRequest } from "../../../shared/protocol/agent.ts";
import type { AgentExit, AgentLauncher } from "./agent-launcher.ts";

export type AgentQuestion = AgentRequest extends infer Request
  ? Request extends AgentRequest
    ? Omit<Request, "id">
    : never
  : never;
export type AgentAnswer = Exclude<
  Extract<AgentMessage, { readonly answer: number }>,
  { readonly failure: AgentFailure }
>;
export type AgentEvent = Extract<AgentMessage, { readonly event: string }>;

export interface Agent {
  /** Rejects with the runtime's own failure where it refuses, and with HOST_0009 when the process ends first. */
  ask(question: AgentQuestion): Promise<AgentAnswer>;
  onEvent(listener: (event: AgentEvent) => void): void;
  readonly exited: Promise<AgentExit>;
  isAlive(): boolean;
  /** Whether it got as far as to say so: one that did not is not started again by itself. */
  wasReady(): boolean;
  readonly kill: () => void;
}

/** A failure that the runtime reports; what it found in the pipeline is the cause. */
export function agentError({ code, message, hint, node, diagnostics }: AgentFailure): WeirError {
  return new WeirError(isErrorCode(code) ? code : "HOST_0500", message, {
    ...(hint === null ? {} : { hint }),
    ...(node === null ? {} : { node }),
    cause: diagnostics,
  });
}

export function startAgent(launcher: AgentLauncher): Agent {
  const channel = launcher.launch();
  const open = new Map<number, { resolve(answer: AgentAnswer): void; reject(error: Error): void }>();
  const listeners: ((event: AgentEvent) => void)[] = [];
  let next = 1;
  let exit: AgentExit | null = null;
  let ready = false;

  channel.onMessage((message) => {
    if ("event" in message) {
      if (message.event === "ready") ready = true;
      for (const listener of listeners) listener(message);
      return;
    }
    const question = open.get(message.answer);
    open.delete(message.answer);
    if ("failure" in message) question?.reject(agentError(message.failure));
    else question?.resolve(message);
  });
  const exited = new Promise<AgentExit>((resolve) => {
    channel.onExit((how) => {
      exit = how;
      for (const question of open.values()) question.reject(deathOf(how));
      open.clear();
      resolve(how);
    });
  });

  return {
    ask(question) {
      if (exit !== null) return Promise.reject(deathOf(exit));
      const id = next++;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject });
        channel.post({ id, ...question });
      });
    },
    onEvent: (listener) => void listeners.push(listener),
    exited,
    isAlive: () => exit === null,
    wasReady: () => ready,
    kill: () => channel.kill(),
  };
}

export function deathOf({ how, stderr }: AgentExit): WeirError {
  const last = stderr
    .split("\n")
    .map((line) => line.trim())
    .findLast((line) => /error/i.test(line));
  return new WeirError(
    "HOST_0009",
    `The process of the runtime ended ${how}${last === undefined ? "." : `: ${last.slice(0, 300)}`}`,
    { hint: "Try again: a new one is started. If it ends again, use fewer records or less state." },
  );
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
