/** Documents for commands: read, checked, and reported where something is wrong. */
import { hasErrors, type Diagnostic } from "../../shared/diagnostics.ts";
import { WeirError } from "../../shared/errors.ts";
import type { ParsedPipeline } from "../../shared/pipeline/document.ts";
import { parseEnvironment, type Environment } from "../../shared/pipeline/environment.ts";
import type { JsonNode } from "../../shared/pipeline/json-node.ts";
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { readDocument } from "../../shared/pipeline/read-document.ts";
import { parseTestDocument, type TestDocument } from "../../shared/pipeline/test-document.ts";
import { openPipeline } from "../../shared/validation/open.ts";
import { validate } from "../../shared/validation/validate.ts";
import type { CommandContext } from "./command.ts";
import { readInput } from "./files.ts";
import { diagnosticsReport, type ReportedFile } from "./report/diagnostics.ts";
import { plural } from "./report/numbers.ts";

/** What a file says and what is wrong with it; nothing is printed. */
export interface CheckedPipeline extends ReportedFile {
  readonly pipeline: Pipeline | null;
  readonly readOnly: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export async function checkPipelineFile(context: CommandContext, path: string): Promise<CheckedPipeline> {
  const parsed: ParsedPipeline = openPipeline(await readInput(context, path));
  const { pipeline, readOnly, text, root } = parsed;
  const more = pipeline === null ? [] : validate(pipeline);
  return { file: path, text, root, pipeline, readOnly, diagnostics: [...parsed.diagnostics, ...more] };
}

/**
 * A pipeline that may run. Findings go to standard error; with errors, or where the file is of a newer version, it throws CLI_0101 (exit code 1).
 */
export async function loadPipeline(context: CommandContext, path: string): Promise<Pipeline> {
  const checked = await checkPipelineFile(context, path);
  report(context, checked, checked.diagnostics);
  if (checked.pipeline === null || checked.readOnly || hasErrors(checked.diagnostics))
    throw hasErrorsError(path, checked.diagnostics);
  return checked.pipeline;
}

export async function loadEnvironment(context: CommandContext, path: string): Promise<Environment> {
  const { bytes, file } = await readReported(context, path);
  const { environment, diagnostics } = parseEnvironment(bytes);
  report(context, file, diagnostics);
  if (environment === null) throw hasErrorsError(path, diagnostics);
  return environment;
}

export async function loadTestDocument(context: CommandContext, path: string): Promise<TestDocument> {
  const { bytes, file } = await readReported(context, path);
  const { document, diagnostics } = parseTestDocument(bytes);
  report(context, file, diagnostics);
  if (document === null) throw hasErrorsError(path, diagnostics);
  return document;
}

/** Bytes, and what the findings are shown in. */
export async function readReported(
  context: CommandContext,
  path: string,
): Promise<{ bytes: Uint8Array; file: ReportedFile }> {
  const bytes = await readInput(context, path);
  const { text, root }: { text: string | null; root: JsonNode | null } = readDocument(bytes, { numbers: "verbatim" });
  return { bytes, file: { file: path, text, root, pipeline: null } };
}

function report(context: CommandContext, file: ReportedFile, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  const { colours, columns } = context.terminal;
  context.terminal.err(diagnosticsReport(file, diagnostics, { colours, columns }));
}

function hasErrorsError(path: string, diagnostics: readonly Diagnostic[]): WeirError {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const what = errors === 0 ? "is of a newer version of Weir" : `has ${plural(errors, "error")}`;
  return new WeirError("CLI_0101", `\`${path}\` ${what}.`, {
    hint: errors === 0 ? "Update Weir." : "Correct what is listed above.",
  });
}
