/** Java as a child process that cannot outlive this one. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/**
 * The shell kills Java when its standard input ends, which also happens when this process is killed. Java gets its
 * own standard input only in `runJava`, where the process is short-lived.
 */
const guard = `exec 3<&0; "$@" </dev/null & pid=$!
( cat >/dev/null; kill -9 $pid 2>/dev/null ) <&3 &
trap 'kill -TERM $pid' TERM
wait $pid; code=$?; while kill -0 $pid 2>/dev/null; do wait $pid; code=$?; done; exit $code`;

export function startJava(args: readonly string[]): ChildProcess {
  return spawn("sh", ["-c", guard, "java", "java", ...args], { stdio: ["pipe", "ignore", "pipe"] });
}

export interface JavaResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs to the end; rejects with what it printed when the exit code is not 0. */
export function runJava(args: readonly string[], stdin: string | Buffer = ""): Promise<JavaResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("java", args, { stdio: ["pipe", "pipe", "pipe"] });
    const stop = (): void => void child.kill("SIGKILL");
    process.once("exit", stop);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      process.removeListener("exit", stop);
      if (code === 0) resolve({ stdout, stderr });
      else reject(new Error(`java ${args.at(-1) ?? ""} ended with ${String(code)}\n${stdout}${stderr}`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(stdin);
  });
}
