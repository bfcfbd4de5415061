/**
 * The contract of a command: one file in commands/, registered by name in commands.ts. Options are data, so that parsing, `--help` and
 * the documentation come from the same table. `--help`, `--json` and `--debug` exist for every command and are not declared.
 */
import type { Terminal } from "./terminal.ts";

export interface Command {
  readonly name: string;
  /** One line without a full stop, for `weir help`. */
  readonly summary: string;
  /** What follows the name: `[--check] FILES…`. */
  readonly usage: string;
  /** What `--help` says between usage and options. */
  readonly description?: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** How many arguments it takes besides options; `max` null: any number. */
  readonly positionals: { readonly min: number; readonly max: number | null };
  readonly examples: readonly { readonly run: string; readonly does: string }[];
  /**
   * Does the work and returns the exit code: 0 done, 1 the pipeline or the run failed, 2 wrong usage. An expected failure may be thrown as a
   * WeirError; main prints it and exits with 2 for wrong usage (CLI_0001 to CLI_0003) and 1 for the rest.
   */
  run(context: CommandContext): Promise<number>;
}

export interface CommandOption {
  readonly type: "boolean" | "string";
  readonly description: string;
  /** How the value is called in `--help`: `DURATION`. Strings only. */
  readonly value?: string;
  readonly short?: string;
  /** May be given several times. Strings only. */
  readonly multiple?: boolean;
  /** Shown in `--help`; the command applies it. */
  readonly fallback?: string;
}

export interface CommandContext {
  readonly positionals: readonly string[];
  readonly terminal: Terminal;
  /** `--json`: exactly one JSON document goes to standard output, by `result`; text for people goes to standard error. */
  readonly json: boolean;
  /** `--debug`: stacks and details may be shown. */
  readonly debug: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths are resolved against it. */
  readonly directory: string;
  /** A boolean option: whether it was given. */
  flag(name: string): boolean;
  /** A string option, or undefined where it was not given. */
  text(name: string): string | undefined;
  /** A `multiple` option: all values, in order. */
  texts(name: string): readonly string[];
  /** Text for people, with a line end added: standard output, or standard error with `--json`. */
  print(text?: string): void;
  /** A line of data (NDJSON) for standard output, whatever the mode. */
  data(line: string): void;
  /** The document for `--json`; without `--json` it does nothing. */
  result(document: unknown): void;
  /** Aborted by the first SIGINT or SIGTERM; a second one ends the process at once. Calling it takes over the signals. */
  interruption(): AbortSignal;
}
