/** The command line of Weir. `main` is what bin/weir.js calls; `runCommandLine` is the same with everything injected. */
import { WeirError } from "../../shared/errors.ts";
import { nearestName } from "../../shared/pipeline/nearest-name.ts";
import { parseArguments, type ParsedArguments } from "./arguments.ts";
import type { Command, CommandContext } from "./command.ts";
import { commands } from "./commands.ts";
import { createProcessTerminal, type Terminal } from "./terminal.ts";

export async function main(argv: readonly string[]): Promise<void> {
  const host: Host = {
    terminal: createProcessTerminal(),
    environment: process.env,
    directory: process.cwd(),
    interruption: takeSignals,
  };
  process.exitCode = await runCommandLine(argv, host);
}

export interface Host {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  interruption(): AbortSignal;
}

/** Runs one command and returns the exit code. Never throws. */
export async function runCommandLine(argv: readonly string[], host: Host): Promise<number> {
  const debug = argv.includes("--debug");
  const json = argv.includes("--json");
  try {
    const [command, rest] = await resolve(argv);
    const parsed = parseArguments(command, rest);
    if (parsed.values["help"] === true) {
      const { helpText } = await import("./help-text.ts");
      host.terminal.out(helpText(command, host.terminal.colours));
      return 0;
    }
    return await command.run(makeContext(parsed, host));
  } catch (error) {
    return await fail(error, { host, debug, json });
  }
}

/** `weir`, `weir --help`, `weir -v` and `weir help run` are spellings of commands. */
async function resolve(argv: readonly string[]): Promise<[Command, readonly string[]]> {
  const [first, ...rest] = argv;
  if (first === undefined || first === "--help" || first === "-h") return [await load("help"), rest];
  if (first === "--version" || first === "-v" || first === "-V") return [await load("version"), rest];
  if (Object.hasOwn(commands, first)) return [await load(first), rest];
  const close = nearestName(first, Object.keys(commands));
  throw new WeirError("CLI_0002", `There is no command \`${first}\`.`, {
    hint:
      close === undefined
        ? "`weir help` lists the commands."
        : `Did you mean \`weir ${close}\`? \`weir help\` lists the commands.`,
  });
}

async function load(name: string): Promise<Command> {
  const module = commands[name];
  if (module === undefined) throw new Error(`no command ${name}`);
  return (await module()).command;
}

function makeContext(parsed: ParsedArguments, host: Host): CommandContext {
  const { terminal } = host;
  const json = parsed.values["json"] === true;
  return {
    positionals: parsed.positionals,
    terminal,
    json,
    debug: parsed.values["debug"] === true,
    environment: host.environment,
    directory: host.directory,
    flag: (name) => parsed.values[name] === true,
    text(name) {
      const value = parsed.values[name];
      return typeof value === "string" ? value : undefined;
    },
    texts(name) {
      const value = parsed.values[name];
      return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
    },
    print: (text = "") => (json ? terminal.err(`${text}\n`) : terminal.out(`${text}\n`)),
    data: (line) => terminal.out(`${line}\n`),
    result(document) {
      if (json) terminal.out(`${JSON.stringify(document, writable, 2)}\n`);
    },
    interruption: () => host.interruption(),
  };
}

/** What JSON has no form for: 64-bit integers become text, maps objects. */
function writable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Map ? Object.fromEntries(value) : value;
}

interface FailureContext {
  readonly host: Host;
  readonly debug: boolean;
  readonly json: boolean;
}

/** Expected failures say what happened and what to do; a bug of ours says so in one sentence and shows its stack with --debug only. */
async function fail(error: unknown, { host, debug, json }: FailureContext): Promise<number> {
  const { errorReport } = await import("./report/diagnostics.ts");
  const known = error instanceof WeirError ? error : unexpected(error);
  host.terminal.err(errorReport(known, host.terminal.colours));
  if (debug) host.terminal.err(`${stackOf(error)}\n`);
  if (json) {
    const { code, message, hint, node, pointer } = known;
    host.terminal.out(`${JSON.stringify({ ok: false, error: { code, message, hint, node, pointer } }, null, 2)}\n`);
  }
  return wrongUsage.has(known.code) ? 2 : 1;
}

const wrongUsage: ReadonlySet<string> = new Set(["CLI_0001", "CLI_0002", "CLI_0003"]);

function unexpected(error: unknown): WeirError {
  const message = error instanceof Error ? error.message : String(error);
  return new WeirError("CLI_0500", `Weir failed in a way that it should not: ${message.split("\n")[0] ?? ""}`, {
    hint: "This is a bug in Weir. Run the command again with --debug and report what it prints.",
    cause: error,
  });
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

let interrupt: AbortController | null = null;

function takeSignals(): AbortSignal {
  if (interrupt !== null) return interrupt.signal;
  const controller = new AbortController();
  interrupt = controller;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143);
      controller.abort(signal);
    });
  }
  return controller.signal;
}
