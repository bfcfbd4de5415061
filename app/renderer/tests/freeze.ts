/** From a preview to a test: what the sources read, and what the sinks were given. */
import type {
  ExpectedRecord,
  GivenRecord,
  PipelineTest,
  TestDocument,
} from "../../../shared/pipeline/test-document.ts";
import type { PreviewResult, PreviewRow } from "../../../shared/protocol/preview.ts";
import type { TestDifference } from "../../../shared/protocol/tests.ts";

export function freeze(result: PreviewResult): PipelineTest {
  const given = new Map<string, readonly GivenRecord[]>();
  for (const [node, records] of Object.entries(result.inputs)) {
    if (records.length === 0) continue;
    given.set(
      node,
      records.map(({ timestampMs, key, value, headers = [] }) => ({
        timestampMs,
        partition: null,
        key,
        value,
        headers,
      })),
    );
  }
  const expect = new Map(Object.entries(result.sinks).map(([node, { rows }]) => [node, rows.map(expected)]));
  return { description: null, given, advanceToMs: advancedTo(result), expect, unordered: false };
}

/** Where stream time stood after it was moved at the end; null where it was left. */
function advancedTo({ steps }: PreviewResult): number | null {
  const last = steps.at(-1);
  return last?.kind === "time" ? last.timestampMs : null;
}

function expected({ timestampMs, key, value }: Pick<PreviewRow, "timestampMs" | "key" | "value">): ExpectedRecord {
  return { timestampMs, key, value, headers: undefined };
}

/**
 * Expects what came. A preview commits after every record and shows long values shortened; a test reads all at once. Where they differ, what the test
 * run gave is what it will give again.
 */
export function acceptDifferences(test: PipelineTest, differences: readonly TestDifference[]): PipelineTest {
  const expect = new Map(test.expect);
  for (const { node, actual } of differences) expect.set(node, actual.map(expected));
  return { ...test, expect };
}

export function withTest({ tests }: TestDocument, name: string, test: PipelineTest | null): TestDocument {
  const next = new Map(tests);
  if (test === null) next.delete(name);
  else next.set(name, test);
  return { tests: next };
}

export function renamed({ tests }: TestDocument, from: string, to: string): TestDocument {
  return { tests: new Map([...tests].map(([name, test]) => [name === from ? to : name, test])) };
}

/** "Preview", "Preview 2", …: the first that is free. */
export function freeName(taken: ReadonlyMap<string, unknown>, wanted: string): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!taken.has(`${wanted} ${number}`)) return `${wanted} ${number}`;
}
