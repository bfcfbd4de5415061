/** A folder that is gone after the test. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

export function temporaryFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "weir-host-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A pipeline of two nodes, in canonical form. */
export function samplePipeline(name: string): string {
  return `{
  "format": 1,
  "id": "sample_7d2k9m4x",
  "name": ${JSON.stringify(name)},
  "operators": {
    "kafka-sink": 1,
    "kafka-source": 1
  },
  "nodes": {
    "in_5k2j7h4g": {
      "type": "kafka-source",
      "name": "In",
      "config": { "topic": "in" }
    },
    "out_9d6f3s8a": {
      "type": "kafka-sink",
      "name": "Out",
      "config": { "topic": "out" }
    }
  },
  "edges": {
    "e01_zzzz": { "from": "in_5k2j7h4g.out", "to": "out_9d6f3s8a.in" }
  }
}
`;
}
