import { readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { WeirError } from "../../../shared/errors.ts";
import { runTest } from "../../engine/run-tests.ts";
import type { TestResult } from "../../engine/run-tests.ts";
import type { Command, CommandContext } from "../command.ts";
import { loadTestDocument } from "../load.ts";
import { loadTopologyOf } from "../load-topology.ts";
import { junit } from "../report/junit.ts";
import { formatDuration, plural } from "../report/numbers.ts";
import { differenceReport } from "../report/test-difference.ts";

interface FileResult {
  readonly file: string;
  readonly results: readonly TestResult[];
}

export const command: Command = {
  name: "test",
  summary: "Run the tests that stand beside pipelines",
  usage: "[FILES…]",
  description:
    "Runs NAME.test.json against NAME.pipeline.json in a simulation. Without files: every test document in this folder and below. Exit code 1 where a test fails.",
  options: { junit: { type: "string", value: "FILE", description: "Also write the results as JUnit XML" } },
  positionals: { min: 0, max: null },
  examples: [
    { run: "weir test", does: "Everything in this folder" },
    { run: "weir test orders.test.json --junit results.xml", does: "One document, for a CI server" },
  ],
  async run(context) {
    const files = context.positionals.length > 0 ? context.positionals : await findTests(context.directory);
    if (files.length === 0) {
      throw new WeirError("CLI_0003", "There is no test document here.", {
        hint: "Write NAME.test.json beside NAME.pipeline.json, or name the files.",
      });
    }
    const all: FileResult[] = [];
    for (const file of files) {
      const result = await runFile(context, file);
      print(context, result);
      all.push(result);
    }
    const results = all.flatMap((file) => file.results);
    const failed = results.filter((result) => !result.passed).length;
    const { colours } = context.terminal;
    context.print(
      (failed > 0 ? colours.red : colours.green)(
        `${results.length - failed} passed, ${failed} failed in ${plural(all.length, "file")}`,
      ),
    );
    context.result({ passed: results.length - failed, failed, files: all });
    const xml = context.text("junit");
    if (xml !== undefined) await writeFile(resolve(context.directory, xml), junit(all));
    return failed > 0 ? 1 : 0;
  },
};

async function runFile(context: CommandContext, file: string): Promise<FileResult> {
  const document = await loadTestDocument(context, file);
  const topology = await loadTopologyOf(context, file.replace(/\.test\.json$/, ".pipeline.json"));
  return { file, results: [...document.tests].map(([name, test]) => runTest(topology, name, test)) };
}

function print(context: CommandContext, { file, results }: FileResult): void {
  const { colours } = context.terminal;
  context.print(colours.bold(file));
  for (const result of results) {
    const mark = result.passed ? colours.green("✓") : colours.red("✗");
    context.print(`  ${mark} ${result.name} ${colours.dim(formatDuration(result.ms))}`);
    for (const difference of result.differences) context.print(differenceReport(difference, colours));
  }
}

async function findTests(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith(".test.json") && !entry.parentPath.includes("node_modules"),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
