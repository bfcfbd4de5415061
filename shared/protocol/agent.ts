/**
 * Between the studio's host and a process of the runtime (runtime/agent), one JSON message each way over the process's channel. One process serves
 * previews and tests; every run has a process of its own, so that a crash ends nothing but itself.
 */
import type { Diagnostic } from "../diagnostics.ts";
import type { PreviewRequest, PreviewResult } from "./preview.ts";
import type { RunFailure, RunLogLine, RunSnapshot, RunTap } from "./run.ts";
import type { TestReport } from "./tests.ts";

export type AgentRequest =
  | { readonly id: number; readonly ask: "preview"; readonly request: PreviewRequest }
  | { readonly id: number; readonly ask: "tests"; readonly pipeline: string; readonly tests: string }
  | { readonly id: number; readonly ask: "run"; readonly request: AgentRunRequest }
  | { readonly id: number; readonly ask: "stop" }
  /** Edges to sample while they are looked at; replaces the set before. */
  | { readonly id: number; readonly ask: "tap"; readonly edges: readonly string[] };

export interface AgentRunRequest {
  readonly run: string;
  readonly file: string;
  readonly pipeline: string;
  /** Files of the pipeline are relative to it. */
  readonly directory: string;
  readonly target: AgentTarget;
  readonly threads: number;
}

export type AgentTarget =
  | { readonly kind: "embedded" }
  /** `environment` is the text of an environment document; `secrets` holds what its references mean, by "env NAME", "file PATH" or "secret NAME". */
  | {
      readonly kind: "environment";
      readonly name: string;
      readonly environment: string;
      readonly secrets: Readonly<Record<string, string>>;
    };

/** Exactly one answer comes for each request; events come at any time. */
export type AgentMessage =
  | { readonly answer: number; readonly preview: PreviewResult }
  | { readonly answer: number; readonly tests: readonly TestReport[] }
  | { readonly answer: number; readonly done: true }
  | { readonly answer: number; readonly failure: AgentFailure }
  | { readonly event: "ready" }
  | { readonly event: "snapshot"; readonly snapshot: RunSnapshot }
  | { readonly event: "log"; readonly lines: readonly RunLogLine[] }
  | { readonly event: "tap"; readonly tap: RunTap };

/** `diagnostics` where the pipeline itself is not fit to run. */
export interface AgentFailure extends RunFailure {
  readonly diagnostics: readonly Diagnostic[];
}
