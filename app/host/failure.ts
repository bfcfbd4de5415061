/** Errors as they cross to the renderer: with what a person can use, without stacks. */
import { WeirError } from "../../shared/errors.ts";
import type { HostFailure } from "../../shared/protocol/host-api.ts";
import type { Diagnostic } from "../../shared/diagnostics.ts";

export function makeFailure(
  { code, message, hint, node }: WeirError,
  diagnostics: readonly Diagnostic[] = [],
): HostFailure {
  return { code, message, hint: hint ?? null, node: node ?? null, diagnostics };
}

/** What is not a WeirError is a bug: its stack goes to the log, never to the caller. */
export function toFailure(error: unknown, log: (line: string) => void): HostFailure {
  if (error instanceof WeirError) return makeFailure(error, diagnosticsOf(error));
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return makeFailure(
    new WeirError("HOST_0500", "The studio's host failed in a way that it should not.", {
      hint: "This is a bug in Weir; the log of the host says more. Nothing of your work is lost.",
    }),
  );
}

/** A handler that knows why a pipeline is not fit throws a WeirError whose cause is the list of findings. */
function diagnosticsOf({ cause }: WeirError): readonly Diagnostic[] {
  return Array.isArray(cause) ? cause.filter(isDiagnostic) : [];
}

function isDiagnostic(value: unknown): value is Diagnostic {
  return typeof value === "object" && value !== null && "code" in value && "severity" in value && "message" in value;
}
