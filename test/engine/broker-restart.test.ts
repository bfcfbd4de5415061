/** The broker goes away in the middle of a run and comes back: the run waits for it, and nothing is missing. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import { produceTexts, readTexts, topicSize } from "../support/topic-access.ts";
import { committedOffsets, counting, eventually, relay, withBench } from "./support.ts";

function newFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "weir-restart-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const texts = (from: number, to: number): { key: string; value: string; timestampMs: number }[] =>
  Array.from({ length: to - from }, (_, i) => ({
    key: `k${(from + i) % 7}`,
    value: String(from + i),
    timestampMs: from + i,
  }));

for (const protocol of ["streams", "classic"] as const)
  test(`what is being written when the broker goes away is written when it is back (${protocol})`, (context) =>
    withBench(
      async ({ broker, client, run, restartBroker }) => {
        broker.createTopic("in", 4);
        await produceTexts(client, "in", texts(0, 20_000));
        const started = await run(relay({ commitInterval: "100ms" }), { protocol });
        let failure: unknown = null;
        started.ended.catch((error: unknown) => {
          failure = error;
        });
        await eventually("some of it is written", async () => (await topicSize(client, "out")) > 0);
        // While it is away, the run tries and fails to reach it.
        await restartBroker(() => waitMs(1500));
        await produceTexts(client, "in", texts(20_000, 21_000));
        await eventually("all of it is written", () => isComplete(client, 21_000));
        await restartBroker(async () => {});
        await produceTexts(client, "in", texts(21_000, 22_000));
        await eventually("the rest is written", () => isComplete(client, 22_000));
        await started.stop();
        assert.equal(failure, null);
      },
      { folder: newFolder(context) },
    ));

test("state and positions go on together: counts are right afterwards", (context) =>
  withBench(
    async ({ broker, client, run, restartBroker }) => {
      broker.createTopic("in", 2);
      const at = (seconds: number): { key: string; value: string; timestampMs: number }[] =>
        ["a", "b", "c"].map((key) => ({ key, value: "1", timestampMs: seconds * 1000 }));
      const started = await run(counting("on-close"));
      await produceTexts(client, "in", [...at(1), ...at(2)]);
      // At least once: what is not committed when the group forgets the member is counted again.
      await eventually("it is committed", async () => {
        const committed = await committedOffsets(broker, "test", "in", 2);
        return committed.reduce((sum, offset) => sum + Math.max(0, offset), 0) === 6;
      });
      await restartBroker(() => waitMs(500));
      await produceTexts(client, "in", [...at(3), ...at(12)]);
      await eventually("windows have closed", async () => (await topicSize(client, "out")) >= 3);
      await started.stop();
      const counts = (await readTexts(client, "out")).map(({ value }) => JSON.parse(value ?? "null"));
      const expected = { count: 3, start: "1970-01-01T00:00:00.000Z" };
      assert.deepEqual(counts, [expected, expected, expected]);
    },
    { folder: newFolder(context) },
  ));

/** Every number below `count` is there; some may be twice, as the group forgot what was not committed. */
async function isComplete(client: KafkaClient, count: number): Promise<boolean> {
  if ((await topicSize(client, "out")) < count) return false;
  const seen = new Set((await readTexts(client, "out")).map(({ value }) => Number(value)));
  return Array.from({ length: count }, (_, i) => i).every((number) => seen.has(number));
}

/** How long the broker is away. */
function waitMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
