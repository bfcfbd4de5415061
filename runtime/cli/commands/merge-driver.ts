import { WeirError } from "../../../shared/errors.ts";
import { hasErrors } from "../../../shared/diagnostics.ts";
import { parseLayout, writeLayout } from "../../../shared/pipeline/layout.ts";
import { mergeLayouts, mergePipelines } from "../../../shared/pipeline/merge.ts";
import { formatPipeline, openPipeline } from "../../../shared/validation/open.ts";
import type { Command, CommandContext } from "../command.ts";
import { readInput, writeAtomically } from "../files.ts";
import { plural } from "../report/numbers.ts";
import { plain } from "../report/text.ts";

export const command: Command = {
  name: "merge-driver",
  summary: "Merge pipelines for git",
  usage: "BASE OURS THEIRS [PATH]",
  description:
    "Merges three versions by meaning and writes the result to OURS. Where both sides changed the same value, ours is kept, the conflict is listed, and exit code 1 tells git that somebody has to look. PATH says what kind of document it is; layouts are merged without conflicts.",
  options: {},
  positionals: { min: 3, max: 4 },
  examples: [
    { run: 'git config merge.weir.driver "weir merge-driver %O %A %B %P"', does: "Once per clone" },
    {
      run: 'echo "*.pipeline.json merge=weir" >> .gitattributes',
      does: "Once per repository; the same for *.layout.json",
    },
  ],
  async run(context) {
    const [base = "", ours = "", theirs = "", path = ours] = context.positionals;
    if (path.endsWith(".layout.json")) {
      const [b, o, t] = [await layout(context, base), await layout(context, ours), await layout(context, theirs)];
      await writeAtomically(context, ours, writeLayout(mergeLayouts(b, o, t)));
      context.result({ ok: true, conflicts: [] });
      return 0;
    }
    const [b, o, t] = [await pipeline(context, base), await pipeline(context, ours), await pipeline(context, theirs)];
    const { pipeline: merged, conflicts } = mergePipelines(b, o, t);
    await writeAtomically(context, ours, formatPipeline(merged));
    for (const { pointer, message, ours: kept, theirs: other } of conflicts) {
      context.terminal.err(
        `${plain(path)}${plain(pointer)}: ${message}\n  ours   ${show(kept)}\n  theirs ${show(other)}\n`,
      );
    }
    if (conflicts.length > 0) context.terminal.err(`${plural(conflicts.length, "conflict")}; the file has ours.\n`);
    context.result({ ok: conflicts.length === 0, conflicts });
    return conflicts.length === 0 ? 0 : 1;
  },
};

async function pipeline(context: CommandContext, path: string) {
  const { pipeline: parsed, diagnostics, readOnly } = openPipeline(await readInput(context, path));
  if (parsed === null || readOnly || hasErrors(diagnostics)) throw unreadable(path);
  return parsed;
}

async function layout(context: CommandContext, path: string) {
  const { layout: parsed } = parseLayout(await readInput(context, path));
  if (parsed === null) throw unreadable(path);
  return parsed;
}

function unreadable(path: string): WeirError {
  return new WeirError("CLI_0101", `\`${path}\` has errors and cannot be merged by meaning.`, {
    hint: "Correct it, or merge it as text.",
  });
}

function show(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return plain(text.length > 200 ? `${text.slice(0, 199)}…` : text);
}
