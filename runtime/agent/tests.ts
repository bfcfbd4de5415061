/** Runs a test document against a pipeline, and says what differs. */
import type { TestDifference, TestReport } from "../../shared/protocol/tests.ts";
import { hasErrors } from "../../shared/diagnostics.ts";
import { parseTestDocument, type ExpectedRecord } from "../../shared/pipeline/test-document.ts";
import { loadTopology } from "../engine/load-topology.ts";
import { runTest, type Difference } from "../engine/run-tests.ts";
import { PipelineRefused } from "./pipeline-refused.ts";

/** Throws PipelineRefused with the findings about whichever document has errors. */
export function runTests(pipeline: string, tests: string): TestReport[] {
  const { topology, diagnostics } = loadTopology(pipeline, ".");
  if (topology === null) throw new PipelineRefused(diagnostics);
  const parsed = parseTestDocument(tests);
  if (parsed.document === null || hasErrors(parsed.diagnostics))
    throw new PipelineRefused(parsed.diagnostics, "The test document");
  return [...parsed.document.tests].map(([name, test]) => {
    const { differences, ...result } = runTest(topology, name, test);
    return { ...result, differences: differences.map(plainDifference) };
  });
}

function plainDifference({ node, expected, actual }: Difference): TestDifference {
  return {
    node,
    expected: expected.map(compared),
    actual: actual.map(({ timestampMs, key, value, headers }) => ({
      timestampMs,
      key,
      value,
      ...(headers.length === 0 ? {} : { headers }),
    })),
  };
}

/** Only what the test speaks of. */
function compared({ timestampMs, key, value }: ExpectedRecord): TestDifference["expected"][number] {
  return {
    ...(timestampMs === undefined ? {} : { timestampMs }),
    ...(key === undefined ? {} : { key }),
    ...(value === undefined ? {} : { value }),
  };
}
