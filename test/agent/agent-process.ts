/** The runtime's process for the studio, as a host starts it and talks to it. */
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentMessage, AgentRequest } from "../../shared/protocol/agent.ts";
import type { RunSnapshot } from "../../shared/protocol/run.ts";
import type { PreviewRequest, PreviewResult } from "../../shared/protocol/preview.ts";

type Answer = Extract<AgentMessage, { answer: number }>;
export type AgentEvent = Extract<AgentMessage, { event: string }>;
type Asked<T = AgentRequest> = T extends AgentRequest ? Omit<T, "id"> : never;

export interface AgentProcess {
  ask(request: Asked): Promise<Answer>;
  /** Sends whatever it is. */
  raw(message: unknown): void;
  readonly answers: readonly Answer[];
  readonly events: readonly AgentEvent[];
  /** The first event, past or to come, that fits. */
  event(fits: (event: AgentEvent) => boolean): Promise<AgentEvent>;
  snapshot(fits: (snapshot: RunSnapshot) => boolean): Promise<RunSnapshot>;
  readonly pid: number;
  readonly stdout: () => string;
  kill(signal: NodeJS.Signals): void;
  disconnect(): void;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const entry = join(import.meta.dirname, "../../runtime/agent/main.ts");

export function startAgent(options: { readonly execArgv?: readonly string[] } = {}): AgentProcess {
  const child = fork(entry, { stdio: ["ignore", "pipe", "inherit", "ipc"], execArgv: [...(options.execArgv ?? [])] });
  const waiting = new Map<number, (answer: Answer) => void>();
  const answers: Answer[] = [];
  const events: AgentEvent[] = [];
  const listeners = new Set<() => void>();
  let next = 1;
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.on("message", (message: AgentMessage) => {
    if ("event" in message) {
      events.push(message);
      for (const listener of listeners) listener();
    } else {
      answers.push(message);
      waiting.get(message.answer)?.(message);
    }
  });
  const stop = (): void => void child.kill("SIGKILL");
  process.once("exit", stop);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on("exit", (code, signal) => {
      process.removeListener("exit", stop);
      resolve({ code, signal });
    }),
  );

  function eventThat(fits: (event: AgentEvent) => boolean): Promise<AgentEvent> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = events.find(fits);
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });
  }

  return {
    ask: (request) =>
      new Promise((resolve) => {
        const id = next++;
        waiting.set(id, resolve);
        child.send({ ...request, id });
      }),
    raw: (message) => void child.send(message as object),
    answers,
    events,
    event: eventThat,
    snapshot: async (fits) => {
      const event = await eventThat((one) => one.event === "snapshot" && fits(one.snapshot));
      if (event.event !== "snapshot") throw new Error("unreachable");
      return event.snapshot;
    },
    pid: child.pid ?? 0,
    stdout: () => stdout,
    kill: (signal) => void child.kill(signal),
    disconnect: () => child.disconnect(),
    exited,
  };
}

export function pipelineText(name: string): string {
  return readFileSync(join(import.meta.dirname, `../pipelines/${name}.pipeline.json`), "utf8");
}

export function previewRequest(pipeline: string, more: Partial<PreviewRequest> = {}): PreviewRequest {
  return { pipeline, inputs: {}, defaultCount: 20, end: "close", rowsPerEdge: 1000, ...more };
}

export async function previewOf(agent: AgentProcess, request: PreviewRequest): Promise<PreviewResult> {
  const answer = await agent.ask({ ask: "preview", request });
  if ("preview" in answer) return answer.preview;
  throw new Error(`no preview: ${JSON.stringify(answer)}`);
}

/** A source, one node that does something, and a sink. */
export function chain(type: string, config: object, valueType: string): string {
  return JSON.stringify({
    format: 1,
    id: "chain",
    name: "Chain",
    operators: { "kafka-source": 1, [type]: 1, "kafka-sink": 1 },
    nodes: {
      in: { type: "kafka-source", name: "In", config: { topic: "in", value: { format: "json", type: valueType } } },
      work: { type, name: "Work", config },
      out: { type: "kafka-sink", name: "Out", config: { topic: "out" } },
    },
    edges: { e1: { from: "in.out", to: "work.in" }, e2: { from: "work.out", to: "out.in" } },
  });
}
