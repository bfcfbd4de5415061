/** Lines of a run's log and of its console sinks, in batches: a sink that prints every record must not flood whoever watches. */
import type { RunLogLine } from "../../../shared/protocol/run.ts";
import { shorten } from "../../observability/tap-rows.ts";

const FLUSH_MS = 100;
const LINES_PER_SECOND = 300;

export class RunLines {
  readonly #run: string;
  readonly #send: (lines: readonly RunLogLine[]) => void;
  #waiting: RunLogLine[] = [];
  #timer: NodeJS.Timeout | null = null;
  #second = 0;
  #sent = 0;
  #leftOut = 0;

  constructor(run: string, send: (lines: readonly RunLogLine[]) => void) {
    this.#run = run;
    this.#send = send;
  }

  print(text: string, node: string): void {
    for (const line of text.split("\n")) if (line !== "") this.#add("print", line, node);
  }

  log(level: "info" | "warn" | "error", message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    const { node, ...rest } = fields;
    const details = Object.entries(rest).map(([name, value]) => `${name}=${String(value)}`);
    this.#add(level, [message, ...details].join(" "), typeof node === "string" ? node : null);
  }

  #add(level: RunLogLine["level"], message: string, node: string | null): void {
    const atMs = Date.now();
    this.#startSecond(Math.floor(atMs / 1000), atMs);
    // What goes wrong is told whatever else is said.
    if (this.#sent >= LINES_PER_SECOND && (level === "print" || level === "info")) {
      this.#leftOut += 1;
    } else {
      this.#sent += 1;
      this.#waiting.push({ run: this.#run, atMs, level, node, message: shorten(message) });
    }
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  #startSecond(second: number, atMs: number): void {
    if (second === this.#second) return;
    this.#second = second;
    this.#sent = 0;
    this.#noteLeftOut(atMs);
  }

  #noteLeftOut(atMs: number): void {
    if (this.#leftOut === 0) return;
    const message = `${this.#leftOut} more lines are not shown.`;
    this.#waiting.push({ run: this.#run, atMs, level: "info", node: null, message });
    this.#leftOut = 0;
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const nowMs = Date.now();
    if (Math.floor(nowMs / 1000) > this.#second) this.#noteLeftOut(nowMs);
    else if (this.#leftOut > 0) this.#timer = setTimeout(() => this.flush(), 1000 - (nowMs % 1000));
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.length > 0) this.#send(lines);
  }

  end(): void {
    this.#noteLeftOut(Date.now());
    this.flush();
  }
}
