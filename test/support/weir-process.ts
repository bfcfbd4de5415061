/** A `weir` process as a user starts it. */
import { spawn } from "node:child_process";
import { join } from "node:path";

export interface WeirProcess {
  readonly stdout: () => string;
  readonly stderr: () => string;
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const launcher = join(import.meta.dirname, "../../bin/weir.js");

export function startWeir(args: readonly string[], options: { readonly cwd?: string } = {}): WeirProcess {
  const child = spawn(process.execPath, [launcher, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: "1" },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const stop = (): void => void child.kill("SIGKILL");
  process.once("exit", stop);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on("close", (code, signal) => {
      process.removeListener("exit", stop);
      resolve({ code, signal });
    }),
  );
  return { stdout: () => stdout, stderr: () => stderr, kill: (signal) => void child.kill(signal), exited };
}

/** Asks again and again until it is true; fails with `what` after `timeoutMs`. */
export async function until(what: string, condition: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
