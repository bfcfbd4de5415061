/** The command line: from argv to a command's options, with findings that say what to type instead. */
import { parseArgs } from "node:util";
import { WeirError } from "../../shared/errors.ts";
import { nearestName } from "../../shared/pipeline/nearest-name.ts";
import type { Command, CommandOption } from "./command.ts";

export interface ParsedArguments {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

export const commonOptions: Readonly<Record<string, CommandOption>> = {
  help: { type: "boolean", short: "h", description: "Show this help" },
  json: { type: "boolean", description: "Write one JSON document to standard output, text to standard error" },
  debug: { type: "boolean", description: "Show details of unexpected errors" },
};

export function parseArguments(command: Command, argv: readonly string[]): ParsedArguments {
  const options = { ...command.options, ...commonOptions };
  let parsed: ParsedArguments;
  try {
    parsed = parseArgs({ args: [...argv], options: parserOptions(options), allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(command, explain(error, Object.keys(options)), error);
  }
  const { min, max } = command.positionals;
  const count = parsed.positionals.length;
  if (parsed.values["help"] === true) return parsed;
  if (count < min)
    throw usageError(command, `\`weir ${command.name}\` needs ${min === 1 ? "an argument" : `${min} arguments`}.`);
  if (max !== null && count > max) {
    throw usageError(command, `\`weir ${command.name}\` does not take \`${parsed.positionals[max] ?? ""}\`.`);
  }
  return parsed;
}

export function usageError(command: Command, message: string, cause?: unknown): WeirError {
  return new WeirError("CLI_0001", message, {
    hint: `Usage: weir ${command.name} ${command.usage}`.trimEnd() + `. More with \`weir ${command.name} --help\`.`,
    cause,
  });
}

function parserOptions(options: Readonly<Record<string, CommandOption>>) {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      {
        type: option.type,
        ...(option.short === undefined ? {} : { short: option.short }),
        ...(option.multiple === undefined ? {} : { multiple: option.multiple }),
      },
    ]),
  );
}

function explain(error: unknown, names: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '(-{1,2}[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return `${message.split(". ")[0]?.split("\n")[0] ?? message}.`;
  const close = unknown.startsWith("--") ? nearestName(unknown.slice(2), names) : undefined;
  return `There is no option \`${unknown}\`${close === undefined ? "." : `; did you mean \`--${close}\`?`}`;
}
