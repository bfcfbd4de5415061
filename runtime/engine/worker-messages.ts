import type { RunRequest } from "./run-request.ts";
import type { TapRow } from "../observability/tap-rows.ts";
import type { WorkerStatus } from "./worker-status.ts";

/** What the supervisor asks of a worker thread. `id` pairs an answer with its request. */
export type WorkerCall = { readonly id: number } & (
  | { readonly call: "start" | "status" | "commit" | "stop" }
  | { readonly call: "finish"; readonly subTopology: string }
  | { readonly call: "tap"; readonly edges: readonly string[] }
);

/** What a worker thread says. */
export type WorkerMessage =
  | { readonly kind: "answer"; readonly id: number; readonly status: WorkerStatus | null }
  | { readonly kind: "refusal"; readonly id: number; readonly error: PlainError }
  | { readonly kind: "failed"; readonly error: PlainError }
  | { readonly kind: "print"; readonly text: string; readonly node: string }
  | { readonly kind: "sample"; readonly edge: string; readonly rows: readonly TapRow[] }
  | {
      readonly kind: "log";
      readonly level: "info" | "warn" | "error";
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    };

/** An error as plain data: classes do not survive the way between threads. */
export interface PlainError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly node: string | null;
}

export interface WorkerData {
  readonly request: RunRequest;
}
