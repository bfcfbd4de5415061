/** What a command may know of the terminal. Injected, so that commands run in tests with captured output. */
import { createColours, type Colours } from "./report/colours.ts";

export interface Terminal {
  /** Writes as it is, without a line end. */
  out(text: string): void;
  err(text: string): void;
  /** Whether people watch: progress is redrawn on it. It is standard error, so that redirected results stay clean. */
  readonly interactive: boolean;
  readonly colours: Colours;
  readonly columns: number;
  readonly rows: number;
}

export function createProcessTerminal(): Terminal {
  // A reader that goes away (`weir … | head`) is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
  const interactive = process.stderr.isTTY && process.env["TERM"] !== "dumb";
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive,
    colours: createColours(wantsColour(process.env, process.stdout.isTTY && process.stderr.isTTY)),
    get columns() {
      return process.stderr.columns ?? process.stdout.columns ?? 100;
    },
    get rows() {
      return process.stderr.rows ?? process.stdout.rows ?? 30;
    },
  };
}

/** https://no-color.org and its counterpart FORCE_COLOR: any value that is not empty counts. */
export function wantsColour(environment: Readonly<Record<string, string | undefined>>, tty: boolean): boolean {
  if (environment["NO_COLOR"]) return false;
  const force = environment["FORCE_COLOR"];
  if (force) return force !== "0";
  return tty && environment["TERM"] !== "dumb";
}

/** Collects what a command writes; for tests. */
export function createMemoryTerminal(columns = 100): Terminal & { readonly stdout: string; readonly stderr: string } {
  let stdout = "";
  let stderr = "";
  return {
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
    interactive: false,
    colours: createColours(false),
    columns,
    rows: 30,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
  };
}
