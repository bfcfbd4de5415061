/** Answers requests: each exactly once, whatever happens. */
import { setTimeout as delay } from "node:timers/promises";
import { unreachable } from "../../shared/assert.ts";
import type { AgentMessage, AgentRequest } from "../../shared/protocol/agent.ts";
import { WeirError } from "../../shared/errors.ts";
import type { Channel } from "./channel.ts";
import { toFailure } from "./failure.ts";
import { preview } from "./preview/preview.ts";
import { agentRequestSchema, idOf } from "./request-schema.ts";
import type { AgentRun } from "./run/agent-run.ts";
import { runTests } from "./tests.ts";
import { WARM_UP_AFTER_MS, warmUp } from "./warm-up.ts";

export interface Agent {
  /** Every request that is open fails with this; so does the run. */
  failAll(error: unknown): void;
  /** Nobody listens any more: ends what is under way, within a few seconds. */
  end(): Promise<void>;
}

/** A run that does not end by then is left: its group notices. */
const STOP_WITHIN_MS = 5000;

type Answer = Extract<AgentMessage, { answer: number }>;

export function serve(channel: Channel): Agent {
  const open = new Set<number>();
  let run: AgentRun | null = null;
  let isRunner = false;

  function answer(message: Answer): void {
    if (open.delete(message.answer)) channel.send(message);
  }

  const warming = setTimeout(warmUp, WARM_UP_AFTER_MS);

  channel.onMessage((message) => {
    clearTimeout(warming);
    const id = idOf(message);
    if (id === null) return;
    const request = agentRequestSchema.safeParse(message);
    open.add(id);
    const answering = request.success ? respond(request.data) : Promise.reject(notUnderstood());
    answering.then(answer, (error: unknown) => answer({ answer: id, failure: toFailure(error) }));
  });

  async function respond(request: AgentRequest): Promise<Answer> {
    const { id } = request;
    switch (request.ask) {
      case "preview":
        return { answer: id, preview: preview(request.request) };
      case "tests":
        return { answer: id, tests: runTests(request.pipeline, request.tests) };
      case "run": {
        if (isRunner) throw alreadyRunning();
        isRunner = true;
        // Loaded only here: what a preview runs on knows no connection.
        const { AgentRun: Run } = await import("./run/agent-run.ts");
        run = new Run(request.request, (event) => channel.send(event));
        process.once("SIGTERM", () => void agent.end().finally(() => process.exit(143)));
        await run.start();
        return { answer: id, done: true };
      }
      case "stop":
        await mustRun(run).stop();
        return { answer: id, done: true };
      case "tap":
        await mustRun(run).tap(request.edges);
        return { answer: id, done: true };
      default:
        return unreachable(request);
    }
  }

  const agent: Agent = {
    failAll(error) {
      for (const id of open) answer({ answer: id, failure: toFailure(error) });
      run?.fail(error);
    },
    async end() {
      if (run !== null) await Promise.race([run.stop().catch(() => {}), delay(STOP_WITHIN_MS)]);
    },
  };
  channel.send({ event: "ready" });
  return agent;
}

function notUnderstood(): WeirError {
  return new WeirError("HOST_0001", "The runtime does not understand the request.", {
    hint: "Studio and runtime are of different versions: start Weir again.",
  });
}

function alreadyRunning(): WeirError {
  return new WeirError("HOST_0001", "This process has a run already.", { hint: "Start another process for it." });
}

function mustRun(run: AgentRun | null): AgentRun {
  if (run !== null) return run;
  throw new WeirError("HOST_0011", "This process runs nothing.", { hint: "Start the run first." });
}
