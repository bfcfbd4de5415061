import { hasErrors, type Diagnostic } from "../../../shared/diagnostics.ts";
import { parseEnvironment, writeEnvironment } from "../../../shared/pipeline/environment.ts";
import { parseLayout, writeLayout } from "../../../shared/pipeline/layout.ts";
import { readDocument } from "../../../shared/pipeline/read-document.ts";
import { parseTestDocument, writeTestDocument } from "../../../shared/pipeline/test-document.ts";
import { formatPipeline, openPipeline } from "../../../shared/validation/open.ts";
import type { Command, CommandContext } from "../command.ts";
import { documentKind, expandPaths, readInput, writeAtomically } from "../files.ts";
import { diagnosticsReport } from "../report/diagnostics.ts";
import { plural } from "../report/numbers.ts";
import { plain } from "../report/text.ts";

export const command: Command = {
  name: "fmt",
  summary: "Write documents in their canonical form",
  usage: "[--check] FILES…",
  description:
    "Rewrites pipelines, layouts, tests and environments as the studio writes them, so that a diff shows changes only. Older formats are brought to the current one. A file with errors of form, or of a newer version, is left as it is.",
  options: {
    check: { type: "boolean", description: "Change nothing; exit code 1 where a file is not in its canonical form" },
  },
  positionals: { min: 1, max: null },
  examples: [
    { run: "weir fmt pipelines", does: "All documents of a folder" },
    { run: "weir fmt --check pipelines", does: "In CI" },
  ],
  async run(context) {
    const files = await expandPaths(context, context.positionals);
    const check = context.flag("check");
    const results: { file: string; state: State }[] = [];
    for (const file of files) results.push({ file, state: await formatFile(context, file, check) });
    const { colours } = context.terminal;
    for (const { file, state } of results) {
      if (state === "changed")
        context.print(check ? `${colours.red("✗")} ${plain(file)}` : `${colours.green("✓")} ${plain(file)}`);
    }
    const changed = results.filter(({ state }) => state === "changed").length;
    const failed = results.filter(({ state }) => state === "failed").length;
    const word = check ? "not in canonical form" : "rewritten";
    context.print(`${plural(files.length, "file")}, ${changed} ${word}${failed > 0 ? `, ${failed} with errors` : ""}`);
    const ok = failed === 0 && (!check || changed === 0);
    context.result({ ok, files: results });
    return ok ? 0 : 1;
  },
};

type State = "unchanged" | "changed" | "failed";

async function formatFile(context: CommandContext, path: string, check: boolean): Promise<State> {
  const bytes = await readInput(context, path);
  const { text, diagnostics, note } = format(path, bytes);
  if (text === null) {
    const { text: source, root } = readDocument(bytes, { numbers: "verbatim" });
    const { colours, columns } = context.terminal;
    const file = { file: path, text: source, root, pipeline: null };
    context.terminal.err(diagnosticsReport(file, diagnostics, { colours, columns }));
    if (note !== "") context.terminal.err(`${note}\n`);
    return "failed";
  }
  if (Buffer.from(text).equals(bytes)) return "unchanged";
  if (!check) await writeAtomically(context, path, text);
  return "changed";
}

interface Formatted {
  /** Null where the file must stay as it is. */
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly note: string;
}

function format(path: string, bytes: Uint8Array): Formatted {
  switch (documentKind(path) ?? "pipeline") {
    case "layout": {
      const { layout, diagnostics } = parseLayout(bytes);
      return { text: layout === null ? null : writeLayout(layout), diagnostics, note: "" };
    }
    case "test": {
      const { document, diagnostics } = parseTestDocument(bytes);
      return { text: document === null ? null : writeTestDocument(document), diagnostics, note: "" };
    }
    case "environment": {
      const { environment, diagnostics } = parseEnvironment(bytes);
      return { text: environment === null ? null : writeEnvironment(environment), diagnostics, note: "" };
    }
    default: {
      const { pipeline, diagnostics, readOnly } = openPipeline(bytes);
      const keep = pipeline === null || readOnly || hasErrors(diagnostics);
      return { text: keep ? null : formatPipeline(pipeline), diagnostics, note: "" };
    }
  }
}
