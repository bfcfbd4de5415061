import type { Diagnostic } from "../../../shared/diagnostics.ts";
import { parseEnvironment } from "../../../shared/pipeline/environment.ts";
import { parseLayout } from "../../../shared/pipeline/layout.ts";
import { parseTestDocument } from "../../../shared/pipeline/test-document.ts";
import type { Command, CommandContext } from "../command.ts";
import { documentKind, expandPaths } from "../files.ts";
import { checkPipelineFile, readReported } from "../load.ts";
import { diagnosticsReport, inOrder, type ReportedFile } from "../report/diagnostics.ts";
import { plural } from "../report/numbers.ts";
import { placeOf } from "../report/place.ts";
import { plain } from "../report/text.ts";

export const command: Command = {
  name: "validate",
  summary: "Check pipelines and what belongs to them",
  usage: "FILES…",
  description:
    "Checks documents, configurations, expressions, types and the plan. A folder stands for all documents in it: pipelines, layouts, tests and environments. Exit code 1 where there are errors.",
  options: { strict: { type: "boolean", description: "Let warnings fail, too" } },
  positionals: { min: 1, max: null },
  examples: [
    { run: "weir validate orders.pipeline.json", does: "One pipeline" },
    { run: "weir validate --strict pipelines", does: "All documents of a folder, in CI" },
  ],
  async run(context) {
    const files = await expandPaths(context, context.positionals);
    const checked: Checked[] = [];
    for (const file of files) checked.push(await check(context, file));
    const all = checked.flatMap(({ diagnostics }) => diagnostics);
    const errors = count(all, "error");
    const warnings = count(all, "warning");
    const failed = errors > 0 || (context.flag("strict") && warnings > 0);
    const { colours, columns } = context.terminal;
    for (const { file, diagnostics, summary } of checked) {
      if (diagnostics.length > 0)
        context.print(diagnosticsReport(file, diagnostics, { colours, columns }).trimEnd() + "\n");
      else
        context.print(`${colours.green("✓")} ${plain(file.file)}${summary === "" ? "" : colours.dim(`  ${summary}`)}`);
    }
    if (all.length > 0) {
      const paint = failed ? colours.red : colours.yellow;
      context.print(
        paint(`${plural(errors, "error")}, ${plural(warnings, "warning")} in ${plural(files.length, "file")}`),
      );
    }
    context.result({
      ok: !failed,
      errors,
      warnings,
      files: checked.map(({ file, diagnostics }) => ({
        file: file.file,
        diagnostics: inOrder(file, diagnostics).map((diagnostic) => withPlace(diagnostic, file)),
      })),
    });
    return failed ? 1 : 0;
  },
};

interface Checked {
  readonly file: ReportedFile;
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: string;
}

async function check(context: CommandContext, path: string): Promise<Checked> {
  const kind = documentKind(path) ?? "pipeline";
  if (kind === "pipeline") {
    const checked = await checkPipelineFile(context, path);
    const { pipeline, diagnostics } = checked;
    const summary =
      pipeline === null ? "" : `${plural(pipeline.nodes.size, "node")}, ${plural(pipeline.edges.size, "edge")}`;
    return { file: checked, diagnostics, summary };
  }
  const { bytes, file } = await readReported(context, path);
  const parse = { layout: parseLayout, test: parseTestDocument, environment: parseEnvironment }[kind];
  return { file, diagnostics: parse(bytes).diagnostics, summary: kind };
}

function withPlace(diagnostic: Diagnostic, file: ReportedFile): object {
  const place = placeOf(diagnostic, file.text, file.root);
  return place === null ? diagnostic : { ...diagnostic, line: place.line, column: place.column };
}

function count(diagnostics: readonly Diagnostic[], severity: Diagnostic["severity"]): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}
