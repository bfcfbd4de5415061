import { WeirError } from "../../../shared/errors.ts";
import { hasErrors } from "../../../shared/diagnostics.ts";
import { diffPipelines } from "../../../shared/pipeline/diff.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { printDiff } from "../../../shared/pipeline/print-diff.ts";
import { openPipeline } from "../../../shared/validation/open.ts";
import type { Command, CommandContext } from "../command.ts";
import { readInput } from "../files.ts";
import { diagnosticsReport } from "../report/diagnostics.ts";
import { plural } from "../report/numbers.ts";
import { plain } from "../report/text.ts";

export const command: Command = {
  name: "diff",
  summary: "Show what differs between two pipelines, by meaning",
  usage: "[--exit-code] BEFORE AFTER",
  description:
    "Compares nodes, configuration, edges and settings by id: renaming, reordering and formatting are told apart from real changes.",
  options: { "exit-code": { type: "boolean", description: "Exit code 1 where there are differences" } },
  positionals: { min: 2, max: 2 },
  examples: [
    { run: "weir diff old.pipeline.json new.pipeline.json", does: "Two files" },
    {
      run: "git show HEAD:orders.pipeline.json > /tmp/old.json && weir diff /tmp/old.json orders.pipeline.json",
      does: "Against the last commit",
    },
  ],
  async run(context) {
    const [first = "", second = ""] = context.positionals;
    const before = await read(context, first);
    const after = await read(context, second);
    const changes = diffPipelines(before, after);
    const { colours } = context.terminal;
    const paint = { "+": colours.green, "-": colours.red, "~": colours.yellow };
    for (const line of printDiff(changes, before, after)) {
      const mark = line[0];
      context.print(mark === "+" || mark === "-" || mark === "~" ? paint[mark](plain(line)) : plain(line));
    }
    context.print(colours.dim(changes.length === 0 ? "No difference." : plural(changes.length, "difference")));
    context.result({ changes });
    return context.flag("exit-code") && changes.length > 0 ? 1 : 0;
  },
};

async function read(context: CommandContext, path: string): Promise<Pipeline> {
  const { pipeline, diagnostics, text, root } = openPipeline(await readInput(context, path));
  const { colours, columns } = context.terminal;
  if (pipeline !== null && !hasErrors(diagnostics)) return pipeline;
  context.terminal.err(diagnosticsReport({ file: path, text, root, pipeline }, diagnostics, { colours, columns }));
  throw new WeirError("CLI_0101", `\`${path}\` cannot be compared.`, { hint: "Correct what is listed above." });
}
