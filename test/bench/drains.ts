/** Runs one engine on one workload in a process of its own and reads what it prints. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Workload } from "./pipelines.ts";

export interface Drain {
  readonly records: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssKb: number;
}

export type Engine = "weir" | "kafka-streams-rocksdb" | "kafka-streams-memory" | "kafkajs";

export interface DrainRequest {
  readonly engine: Engine;
  readonly workload: Workload | "w0-consume";
  readonly bootstrap: string;
  readonly records: number;
  /** One topic per drain; the last one counts. */
  readonly outputs: readonly string[];
  readonly java: readonly string[];
  /** Weir's bundled script. */
  readonly drain: string;
}

const run = promisify(execFile);
const limits = { timeout: 600_000, maxBuffer: 1 << 24 };

export async function runDrains(request: DrainRequest): Promise<Drain[]> {
  const { engine, workload, bootstrap, records, outputs } = request;
  if (engine === "weir" || engine === "kafkajs") {
    const script = engine === "weir" ? request.drain : join(import.meta.dirname, "kafkajs-drain.ts");
    const { stdout } = await run(
      process.execPath,
      ["--no-warnings", script, bootstrap, workload, String(records), ...outputs],
      limits,
    );
    return parse(stdout);
  }
  const folder = await mkdtemp(join(tmpdir(), "weir-bench-"));
  try {
    const state = engine === "kafka-streams-rocksdb" ? "rocksdb" : "memory";
    const { stdout } = await run(
      "java",
      [...request.java, "StreamsPeer", bootstrap, workload, state, String(records), folder, ...outputs],
      limits,
    );
    return parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function parse(stdout: string): Drain[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Drain);
}

export function secondsPerMillion(drain: Drain): number {
  return (drain.cpuMs / drain.records) * 1000;
}
