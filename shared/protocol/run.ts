/** A run as the studio sees it, once a second. */
import type { Diagnostic } from "../diagnostics.ts";
import type { PreviewRow } from "./preview.ts";

export interface RunSnapshot {
  readonly run: string;
  /** Path of the pipeline document in its workspace. */
  readonly file: string;
  readonly state: "starting" | "running" | "stopping" | "ended" | "failed";
  readonly startedAtMs: number;
  readonly atMs: number;
  /** Where it runs: "embedded", or the name of an environment. */
  readonly target: string;
  /** Of the cluster that it uses; the embedded broker's address while that runs. */
  readonly bootstrap: readonly string[];
  /** Totals since the start, by pipeline node. */
  readonly nodes: Readonly<Record<string, RunNode>>;
  readonly tasks: readonly RunTask[];
  /** Records on the broker that are not processed; null while it is not known. */
  readonly lag: number | null;
  /** What it is waiting for, in words. */
  readonly waitingFor: string | null;
  readonly failure: RunFailure | null;
}

export interface RunNode {
  readonly recordsIn: number;
  /** By output port, in the order of the operator's ports. */
  readonly recordsOut: readonly number[];
  readonly dropped: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly deadLettered: number;
  /** Greatest event time that arrived; -1 before the first. */
  readonly streamTimeMs: number;
  /** In its stores, over the tasks of this process. */
  readonly stateEntries: number;
  readonly stateBytes: number;
}

export interface RunTask {
  readonly id: string;
  readonly partition: number;
  readonly state: "restoring" | "running";
  readonly lag: number | null;
  readonly streamTimeMs: number;
}

export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly node: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface RunLogLine {
  readonly run: string;
  readonly atMs: number;
  readonly level: "info" | "warn" | "error" | "print";
  readonly node: string | null;
  readonly message: string;
}

/** A sample of what passes an edge, at most a few rows a second. */
export interface RunTap {
  readonly run: string;
  readonly edge: string;
  readonly rows: readonly Omit<PreviewRow, "step">[];
}
