import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WeirError } from "../../../shared/errors.ts";
import { parseDuration } from "../../../shared/records/durations.ts";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import type { Command, CommandContext } from "../command.ts";
import { openBrowser } from "../open-browser.ts";
import { createDemoView } from "../report/demo-view.ts";
import { loadServer, type StudioServer } from "../studio-server.ts";
import { aborted, portOf } from "./studio.ts";

const RUNNING = "card-payments.pipeline.json";

export const command: Command = {
  name: "demo",
  summary: "Open the studio on sample pipelines, one of them running",
  usage: "[--for DURATION] [--port N] [--no-open]",
  description:
    "Copies the sample pipelines into a folder of its own, serves the studio on it and runs one of them on a broker inside the run's process: no Kafka, Java or Docker is needed. What flows is shown here too. Ctrl-C ends it, and the folder is removed.",
  options: {
    for: { type: "string", value: "DURATION", description: "Stop after so long: 10s, 5m" },
    port: { type: "string", value: "N", description: "Port on 127.0.0.1; the system chooses one where it is left out" },
    "no-open": { type: "boolean", description: "Only print the address, start no browser" },
  },
  positionals: { min: 0, max: 0 },
  examples: [{ run: "weir demo --for 10s", does: "Ten seconds of it, then a summary" }],
  async run(context) {
    const forMs = durationOf(context);
    const port = portOf(context.text("port"));
    const interruption = context.interruption();
    const folder = await mkdtemp(join(tmpdir(), "weir-demo-"));
    try {
      await copySamples(folder);
      return await show(context, folder, port, forMs, interruption);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function show(
  context: CommandContext,
  folder: string,
  port: number,
  forMs: number | null,
  interruption: AbortSignal,
): Promise<number> {
  const text = await readFile(join(folder, RUNNING), "utf8");
  const view = createDemoView(context, text);
  const over = new AbortController();
  const module = await loadServer();
  const server = await module.serveStudio({
    folder,
    port,
    environment: { ...context.environment, WEIR_LIBRARY: join(folder, ".studio", "library.sqlite") },
    log: (line) => view.log(line),
    onEvent: (event) => {
      view.take(event);
      if (isOver(event)) over.abort();
    },
  });
  try {
    context.print(`Studio on ${server.url}`);
    await must(server, "workspace.trust", { trusted: true });
    const started = await must(server, "run.start", {
      file: RUNNING,
      pipeline: text,
      environment: "embedded",
      threads: 1,
    });
    if (!context.flag("no-open") && forMs === null) openBrowser(server.url, context.environment);
    const timer = forMs === null ? null : setTimeout(() => over.abort(), forMs);
    await aborted(AbortSignal.any([interruption, over.signal]));
    if (timer !== null) clearTimeout(timer);
    if (isStarted(started)) await must(server, "run.stop", started);
    const summary = view.end(server.url);
    context.result(summary);
    if (summary.failure === null) return 0;
    throw new WeirError(summary.failure.code, summary.failure.message, { hint: summary.failure.hint ?? "" });
  } finally {
    await server.close();
  }
}

async function must(server: StudioServer, method: string, params: unknown): Promise<unknown> {
  const answer = await server.call(method, params);
  if ("result" in answer) return answer.result;
  const { code, message, hint } = answer.failure;
  throw new WeirError(code, message, { hint: hint ?? "" });
}

function isStarted(value: unknown): value is { readonly run: string } {
  return typeof value === "object" && value !== null && "run" in value && typeof value.run === "string";
}

function isOver(event: HostEvent): boolean {
  return event.event === "run" && (event.snapshot.state === "ended" || event.snapshot.state === "failed");
}

/** Only the documents: the folder that is shown holds nothing else. */
async function copySamples(folder: string): Promise<void> {
  const inCheckout = import.meta.url.endsWith(".ts");
  const samples = fileURLToPath(
    new URL(inCheckout ? "../../../test/pipelines" : "../../test/pipelines", import.meta.url),
  );
  await cp(samples, folder, {
    recursive: true,
    filter: (source) => source === samples || !basename(source).includes(".") || source.endsWith(".json"),
  });
}

function durationOf(context: CommandContext): number | null {
  const text = context.text("for");
  if (text === undefined) return null;
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new WeirError("CLI_0001", `--for takes a duration, not ${text}.`, { hint: "Write --for 10s." });
}
