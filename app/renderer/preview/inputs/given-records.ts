import type { PipelineTest } from "../../../../shared/pipeline/test-document.ts";
import type { SampleRecord } from "../../../../shared/protocol/sample-record.ts";

/** What a test gives to a source, with times filled in as the test runner does: that of the record before, 0 at first. */
export function givenOf(test: PipelineTest, node: string): SampleRecord[] {
  let timestampMs = 0;
  return (test.given.get(node) ?? []).map((record) => {
    timestampMs = record.timestampMs ?? timestampMs;
    return {
      timestampMs,
      key: record.key,
      value: record.value,
      ...(record.headers.length === 0
        ? {}
        : { headers: record.headers.map(([name, value]): [string, string | null] => [name, value]) }),
    };
  });
}
