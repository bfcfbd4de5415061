import type { Diagnostic } from "../../../shared/diagnostics.ts";
import type { HostFailure } from "../../../shared/protocol/host-api.ts";

/** What a call to the host rejects with: fit to be shown as it is. */
export class HostError extends Error {
  readonly code: HostFailure["code"];
  readonly hint: string | null;
  readonly node: string | null;
  readonly diagnostics: readonly Diagnostic[];

  constructor(failure: HostFailure) {
    super(failure.message);
    this.name = "HostError";
    this.code = failure.code;
    this.hint = failure.hint;
    this.node = failure.node;
    this.diagnostics = failure.diagnostics;
  }
}

/** Whatever was thrown, as something that can be shown. */
export function toHostError(error: unknown): HostError {
  if (error instanceof HostError) return error;
  return new HostError({
    code: "HOST_0500",
    message: error instanceof Error ? error.message : String(error),
    hint: "This is a mistake in Weir. What you did is in the history; try it again.",
    node: null,
    diagnostics: [],
  });
}
