/** The command line in this process, with captured output and a folder of its own. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "../../runtime/cli/main.ts";
import { createMemoryTerminal } from "../../runtime/cli/terminal.ts";

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCli(directory: string, ...argv: readonly string[]): Promise<CliResult> {
  const terminal = createMemoryTerminal();
  const never = new AbortController().signal;
  const code = await runCommandLine(argv, { terminal, environment: {}, directory, interruption: () => never });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

/** A folder with the sample documents; gone after `use`. */
export async function withSamples(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "weir-cli-"));
  try {
    cpSync(fileURLToPath(new URL("../pipeline/fixtures", import.meta.url)), directory, { recursive: true });
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
