import type { Diagnostic } from "../../shared/diagnostics.ts";
import { WeirError } from "../../shared/errors.ts";

/** A document with errors: what is wrong with it goes along. */
export class PipelineRefused extends WeirError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], what = "The pipeline") {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
    const node = errors.find((diagnostic) => diagnostic.node !== undefined)?.node;
    super("CLI_0101", `${what} has ${errors.length === 1 ? "an error" : `${errors.length} errors`}.`, {
      hint: "Correct what is listed with it.",
      ...(node === undefined ? {} : { node }),
    });
    this.diagnostics = diagnostics;
  }
}
