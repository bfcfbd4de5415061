import { randomUUID } from "node:crypto";
import { WeirError } from "../../../shared/errors.ts";
import { parseDuration } from "../../../shared/records/durations.ts";
import { createEmbeddedBroker } from "../../embedded/broker.ts";
import { startRun } from "../../engine/run.ts";
import type { Run } from "../../engine/run.ts";
import type { ConnectionOptions } from "../../kafka/ports.ts";
import type { Command, CommandContext } from "../command.ts";
import { connectionOptions, resolveConnection } from "../connection.ts";
import { loadRunnable } from "../load-topology.ts";
import { createRunView } from "../report/run-view.ts";
import type { RunView } from "../report/run-view.ts";

export const command: Command = {
  name: "run",
  summary: "Run a pipeline",
  usage: "FILE [--brokers HOST:PORT | --env FILE | --embedded]",
  description:
    "Creates the topics that the pipeline writes, joins the pipeline's group and processes until it is interrupted, or until bounded sources have ended. Several processes with the same pipeline share the work. An interruption finishes what is under way, commits and leaves the group; a second one ends the process at once.",
  options: {
    ...connectionOptions,
    embedded: { type: "boolean", description: "On a broker inside this process, in memory" },
    threads: { type: "string", value: "N", description: "Worker threads", fallback: "1" },
    for: { type: "string", value: "DURATION", description: "Stop after so long: 10s, 5m" },
    live: { type: "boolean", description: "Show what flows, node by node, while it runs" },
    protocol: {
      type: "string",
      value: "NAME",
      description: "Group protocol: auto, streams or classic",
      fallback: "auto",
    },
  },
  positionals: { min: 1, max: 1 },
  examples: [
    {
      run: "weir run orders.pipeline.json --env shop.environment.json",
      does: "On the cluster that the environment names",
    },
    { run: "weir run orders.pipeline.json --embedded --live --for 10s", does: "Without Kafka, for ten seconds" },
  ],
  async run(context) {
    const [file = ""] = context.positionals;
    const { pipeline, topology, text, directory } = await loadRunnable(context, file);
    const threads = threadsOf(context);
    const forMs = durationOf(context);
    const groupProtocol = protocolOf(context);
    const interruption = context.interruption();
    const embedded = context.flag("embedded") ? await createEmbeddedBroker({}) : null;
    try {
      const connection: ConnectionOptions =
        embedded === null
          ? await resolveConnection(context, topology.connection)
          : { brokers: [embedded.bootstrap], clientId: "weir" };
      const view = createRunView(context, pipeline, topology);
      if (topology.settings.guarantee === "exactly-once") {
        view.log(
          "warn",
          "RUN_0009: the pipeline asks for exactly-once, which is not there yet: it runs at least once, so results may repeat after a failure.",
        );
      }
      const run = await startRun({
        topology,
        request: { pipeline: text, connection, directory, processId: randomUUID(), groupProtocol },
        threads,
        log: (level, message, fields) => view.log(level, message, fields),
        print: (text) => view.print(text),
      });
      return await follow(context, run, view, interruption, forMs);
    } finally {
      await embedded?.close();
    }
  },
};

/** Shows the run until it ends, is interrupted, has lasted long enough or fails; then stops it in order and sums it up. */
async function follow(
  context: CommandContext,
  run: Run,
  view: RunView,
  interruption: AbortSignal,
  forMs: number | null,
): Promise<number> {
  const over = Promise.withResolvers<void>();
  interruption.addEventListener("abort", () => over.resolve(), { once: true });
  const timer = forMs === null ? null : setTimeout(() => over.resolve(), forMs);
  const painter = view.live ? setInterval(() => void run.status().then((status) => view.show(status)), 500) : undefined;
  let failure: unknown = null;
  try {
    await Promise.race([over.promise, run.ended]);
  } catch (error) {
    failure = error;
  }
  if (timer !== null) clearTimeout(timer);
  clearInterval(painter);
  const last = await run.status();
  const stopping = run.stop().catch((error: unknown) => {
    failure ??= error;
  });
  await stopping;
  const summary = view.end(await lastStatus(run, last));
  context.result(summary);
  if (failure !== null) throw failure;
  return 0;
}

/** Counters after everything was committed; a worker that is gone tells nothing, then the status before it went counts. */
async function lastStatus(
  run: Run,
  before: Awaited<ReturnType<Run["status"]>>,
): Promise<Awaited<ReturnType<Run["status"]>>> {
  const after = await run.status().catch(() => before);
  return after.tasks.length === 0 ? before : after;
}

function threadsOf(context: CommandContext): number {
  const text = context.text("threads") ?? "1";
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new WeirError("CLI_0001", `--threads takes a whole number from 1 to 64, not ${text}.`, {
    hint: "Write --threads 2.",
  });
}

function durationOf(context: CommandContext): number | null {
  const text = context.text("for");
  if (text === undefined) return null;
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new WeirError("CLI_0001", `--for takes a duration, not ${text}.`, { hint: "Write --for 10s." });
}

function protocolOf(context: CommandContext): "auto" | "streams" | "classic" {
  const text = context.text("protocol") ?? "auto";
  if (text === "auto" || text === "streams" || text === "classic") return text;
  throw new WeirError("CLI_0001", `--protocol takes auto, streams or classic, not ${text}.`, {
    hint: "Leave it out: auto takes what the broker speaks.",
  });
}
