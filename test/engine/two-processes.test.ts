/** Two processes share a pipeline on the real Kafka; one is killed without warning; nothing is missing in the end. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createKafkaClient } from "../../runtime/kafka/client.ts";
import type { KafkaClient } from "../../runtime/kafka/client.ts";
import { startKafka } from "../support/kafka/kafka.ts";
import type { Kafka } from "../support/kafka/kafka.ts";
import { produceTexts, readTexts, topicSize } from "../support/topic-access.ts";
import { startWeir, until } from "../support/weir-process.ts";
import type { WeirProcess } from "../support/weir-process.ts";

const pipelines = join(import.meta.dirname, "../pipelines");

describe("two processes of one pipeline", () => {
  let kafka: Kafka;
  let client: KafkaClient;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "weir-two-"));
    // Short sessions: the survivor should not wait half a minute in a test.
    kafka = await startKafka({
      properties: { "group.streams.session.timeout.ms": "3000", "group.streams.min.session.timeout.ms": "2000" },
    });
    client = createKafkaClient({ brokers: [kafka.bootstrap], clientId: "test" });
  });
  after(async () => {
    await client.close();
    await kafka.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const protocol of ["streams", "classic"]) {
    test(`every record arrives although one is killed (${protocol} groups)`, async () => {
      const [source, target] = ["relay-in", "relay-out"];
      await client.admin.createTopics([
        { name: source, partitions: 4 },
        { name: target, partitions: 4 },
      ]);
      // A group that was of one protocol stays so while a killed member's session lasts: each protocol has a group of its own.
      const text = await readFile(join(pipelines, "relay.pipeline.json"), "utf8");
      const file = join(folder, `${protocol}.pipeline.json`);
      await writeFile(file, text.replace("relay_8q3w6e9r", `relay-${protocol}`));
      const run = (): WeirProcess => startWeir(["run", file, "--brokers", kafka.bootstrap, "--protocol", protocol]);
      const processes = [run(), run()];
      const total = 60_000;
      const batch = 10_000;
      for (let sent = 0; sent < total; sent += batch) {
        await produceTexts(
          client,
          source,
          Array.from({ length: batch }, (_, i) => ({ key: `k${i % 100}`, value: String(sent + i) })),
        );
        if (sent === 2 * batch) {
          await until("both processes have begun", async () => (await topicSize(client, target)) > batch);
          processes[0]?.kill("SIGKILL");
        }
      }
      const missing = async (): Promise<number> => {
        const seen = new Set((await readTexts(client, target)).map((record) => record.value));
        return Array.from({ length: total }, (_, i) => String(i)).filter((id) => !seen.has(id)).length;
      };
      await until(
        "every record has arrived",
        async () => (await topicSize(client, target)) >= total && (await missing()) === 0,
      );
      processes[1]?.kill("SIGTERM");
      assert.deepEqual(await processes[1]?.exited, { code: 0, signal: null }, processes[1]?.stderr());
      await client.admin.deleteTopics([source, target]);
    });
  }

  test("counts are complete although the owner of the state is killed", async () => {
    await client.admin.createTopics([{ name: "clicks", partitions: 4 }]);
    const run = (): WeirProcess =>
      startWeir(["run", join(pipelines, "clicks-per-minute.pipeline.json"), "--brokers", kafka.bootstrap]);
    const processes = [run(), run()];
    const expected = new Map<string, number>();
    const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
    for (let round = 0; round < 6; round++) {
      const clicks = Array.from({ length: 2000 }, (_, i) => {
        const page = `/p${i % 50}`;
        expected.set(page, (expected.get(page) ?? 0) + 1);
        const at = new Date(startMs + round * 1000 + (i % 1000)).toISOString();
        return { key: `u${i % 300}`, value: JSON.stringify({ page, user: `u${i % 300}`, at }) };
      });
      await produceTexts(client, "clicks", clicks);
      if (round === 2) {
        await until("results are there", async () => (await topicSize(client, "page-clicks")) > 0);
        processes[0]?.kill("SIGKILL");
      }
    }
    // At least once: what had been counted but not committed when the owner died is counted again.
    const complete = async (): Promise<boolean> => {
      const last = new Map((await readTexts(client, "page-clicks")).map((record) => [record.key, record.value]));
      const counts = new Map<string, number>();
      for (const [key, value] of last) {
        const { page } = JSON.parse(key ?? "null") as { page: string };
        const { clicks } = JSON.parse(value ?? "null") as { clicks: number };
        counts.set(page, (counts.get(page) ?? 0) + clicks);
      }
      return [...expected].every(([page, count]) => (counts.get(page) ?? 0) >= count);
    };
    await until("every click is counted", complete);
    processes[1]?.kill("SIGTERM");
    assert.equal((await processes[1]?.exited)?.code, 0, processes[1]?.stderr());
  });
});
