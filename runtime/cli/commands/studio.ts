import { resolve } from "node:path";
import { WeirError } from "../../../shared/errors.ts";
import type { Command } from "../command.ts";
import { openBrowser } from "../open-browser.ts";
import { loadServer } from "../studio-server.ts";

export const command: Command = {
  name: "studio",
  summary: "Draw, preview and run pipelines in the browser",
  usage: "[DIR] [--port N] [--no-open]",
  description:
    "Serves the studio for the pipelines of a folder (the current one by default) on 127.0.0.1. The address that is printed carries a token; who has it, has the studio. Ctrl-C ends the studio and every run that it started.",
  options: {
    port: { type: "string", value: "N", description: "Port on 127.0.0.1; the system chooses one where it is left out" },
    "no-open": { type: "boolean", description: "Only print the address, start no browser" },
  },
  positionals: { min: 0, max: 1 },
  examples: [
    { run: "weir studio pipelines", does: "The pipelines of a folder, in the browser" },
    { run: "weir studio --port 4400 --no-open", does: "On a port of your own, for a browser that is already open" },
  ],
  async run(context) {
    const interruption = context.interruption();
    const port = portOf(context.text("port"));
    const module = await loadServer();
    const server = await module.serveStudio({
      folder: resolve(context.directory, context.positionals[0] ?? "."),
      port,
      environment: context.environment,
      log: (line) => context.terminal.err(`${line}\n`),
    });
    context.print(`Studio on ${server.url}`);
    context.print("Ctrl-C ends it.");
    context.result({ url: server.url, port: server.port });
    if (!context.flag("no-open")) openBrowser(server.url, context.environment);
    await aborted(interruption);
    await server.close();
    return 0;
  },
};

export function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new WeirError("CLI_0001", `--port takes a whole number from 0 to 65535, not ${text}.`, {
    hint: "Leave it out, and the system chooses a port that is free.",
  });
}

export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
