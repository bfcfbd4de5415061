/** Runs on a broker in this process: starting, stopping, going on, sharing, and what goes wrong on the way. */
import assert from "node:assert/strict";
import { writeFileSync, readFileSync, appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { WeirError } from "../../shared/errors.ts";
import { produceTexts, readTexts, topicSize } from "../support/topic-access.ts";
import { caughtUp, counting, eventually, pipelineText, rejection, relay, withBench } from "./support.ts";

const texts = (from: number, to: number): { key: string; value: string; timestampMs: number }[] =>
  Array.from({ length: to - from }, (_, i) => ({
    key: `k${(from + i) % 7}`,
    value: String(from + i),
    timestampMs: from + i,
  }));

const numbers = (records: readonly { value: string | null }[]): number[] =>
  records.map(({ value }) => Number(value)).toSorted((a, b) => a - b);

const range = (to: number): number[] => Array.from({ length: to }, (_, i) => i);

describe("stopping and going on", () => {
  for (const protocol of ["streams", "classic"] as const)
    for (const threads of [1, 2])
      test(`a graceful stop leaves nothing to do again (${protocol}, ${threads} threads)`, () =>
        withBench(async ({ broker, client, run }) => {
          broker.createTopic("in", 4);
          await produceTexts(client, "in", texts(0, 5000));
          // With a long interval only the stop commits.
          const first = await run(relay({ commitInterval: "10m" }), { protocol, threads });
          await caughtUp(first, 4);
          await first.stop();
          assert.equal(await topicSize(client, "out"), 5000);
          await produceTexts(client, "in", texts(5000, 6000));
          const second = await run(relay(), { protocol, threads });
          await caughtUp(second, 4);
          await second.stop();
          assert.deepEqual(numbers(await readTexts(client, "out")), range(6000));
        }));

  test("the group is left at once: another run has the tasks long before a session ends", () =>
    withBench(
      async ({ broker, run }) => {
        broker.createTopic("in", 4);
        const first = await run(relay());
        await caughtUp(first, 4);
        const second = await run(relay());
        await first.stop();
        const startedMs = Date.now();
        await caughtUp(second, 4);
        assert.ok(Date.now() - startedMs < 5000);
      },
      { groups: { sessionTimeoutMs: 30_000 } },
    ));

  test("two runs share the tasks, and two pipelines do not know of each other", () =>
    withBench(async ({ broker, client, run }) => {
      broker.createTopic("in", 4);
      const other = relay().replace('"id":"test"', '"id":"other"').replace('"topic":"out"', '"topic":"out2"');
      const runs = [await run(relay()), await run(relay()), await run(other)];
      await eventually("the tasks are shared", async () => {
        const counts = await Promise.all(runs.map(async (one) => (await one.status()).tasks.length));
        return counts.join() === "2,2,4";
      });
      await produceTexts(client, "in", texts(0, 2000));
      await eventually(
        "both outputs are complete",
        async () => (await topicSize(client, "out")) >= 2000 && (await topicSize(client, "out2")) >= 2000,
      );
      assert.deepEqual(numbers(await readTexts(client, "out")), range(2000));
      assert.deepEqual(numbers(await readTexts(client, "out2")), range(2000));
    }));

  test("state comes back from the changelog: counts go on, closed windows stay closed", () =>
    withBench(async ({ broker, client, run }) => {
      broker.createTopic("in", 2);
      const at = (timestampMs: number): { key: string; value: string; timestampMs: number } => ({
        key: "a",
        value: "1",
        timestampMs,
      });
      await produceTexts(client, "in", [at(1000), at(2000), at(11_000), at(12_000)]);
      const first = await run(counting("on-close"));
      await caughtUp(first, 2);
      await first.stop();
      await produceTexts(client, "in", [at(3000), at(13_000), at(25_000)]);
      const second = await run(counting("on-close"));
      await caughtUp(second, 2);
      const { nodes } = await second.status();
      assert.equal(nodes.find(({ node }) => node === "count")?.dropped["late"], 1);
      await second.stop();
      assert.deepEqual(
        (await readTexts(client, "out")).map(({ value }) => JSON.parse(value ?? "null")),
        [
          { count: 2, start: "1970-01-01T00:00:00.000Z" },
          { count: 3, start: "1970-01-01T00:00:10.000Z" },
        ],
      );
    }));

  test("reading begins where the source says: at the end, at a time", () =>
    withBench(async ({ broker, client, run }) => {
      broker.createTopic("in", 2);
      await produceTexts(client, "in", texts(0, 100));
      for (const [startAt, expected] of [
        ["latest", [100]],
        ["1970-01-01T00:00:00.090Z", [...range(101).slice(90)]],
        ["1971-01-01T00:00:00Z", [100]],
      ] as const) {
        const text = relay()
          .replace('"topic":"in"', `"topic":"in","startAt":"${startAt}"`)
          .replace('"id":"test"', `"id":"p${expected.length}${startAt.slice(0, 4)}"`);
        const first = await run(text);
        await caughtUp(first, 2);
        await first.stop();
        // What comes between two runs belongs to the second, wherever the first began.
        await produceTexts(client, "in", texts(100, 101));
        const second = await run(text);
        await caughtUp(second, 2);
        await second.stop();
        assert.deepEqual(numbers(await readTexts(client, "out")), expected, startAt);
        await client.admin.deleteTopics(["in", "out"]);
        broker.createTopic("in", 2);
        await produceTexts(client, "in", texts(0, 100));
      }
    }));
});

describe("bounded input", () => {
  const fileText = pipelineText(
    {
      in: {
        type: "file-source",
        config: { path: "in.ndjson", type: "{ at: instant; user: string }", time: "value.at" },
      },
      count: {
        type: "aggregate",
        config: {
          by: { user: "value.user" },
          window: { kind: "tumbling", size: "10s", grace: "0s" },
          emit: "on-close",
          fields: { user: "key.user", count: "count()", start: "window.start" },
        },
      },
      out: { type: "file-sink", config: { path: "out.ndjson" } },
    },
    ["in.out > count.in", "count.out > out.in"],
  );

  const line = (seconds: number, user: string): string =>
    `${JSON.stringify({ at: new Date(seconds * 1000).toISOString(), user })}\n`;

  const windows = (folder: string): string[] =>
    readFileSync(join(folder, "out.ndjson"), "utf8")
      .split("\n")
      .filter((text) => text !== "")
      .map((text) => {
        const { user, count, start } = JSON.parse(text) as { user: string; count: number; start: string };
        return `${user} ${count} ${start.slice(14, 19)}`;
      })
      .toSorted();

  test("a file runs to its end, its windows close, and what is appended later is not late for windows that are to come", () =>
    withBench(async ({ folder, run }) => {
      writeFileSync(join(folder, "in.ndjson"), [line(1, "a"), line(2, "b"), line(12, "a"), line(25, "a")].join(""));
      const first = await run(fileText);
      await first.ended;
      await first.stop();
      const complete = ["a 1 00:00", "a 1 00:10", "a 1 00:20", "b 1 00:00"];
      assert.deepEqual(windows(folder), complete);

      // Nothing new: nothing is written twice.
      const second = await run(fileText);
      await second.ended;
      await second.stop();
      assert.deepEqual(windows(folder), complete);

      appendFileSync(join(folder, "in.ndjson"), [line(26, "a"), line(31, "a"), line(32, "a"), line(47, "b")].join(""));
      const third = await run(fileText);
      await third.ended;
      const { nodes } = await third.status();
      await third.stop();
      assert.deepEqual(windows(folder), [...complete, "a 2 00:30", "b 1 00:40"].toSorted());
      // The window of second 26 has been written.
      assert.equal(nodes.find(({ node }) => node === "count")?.dropped["late"], 1);
    }));

  for (const threads of [1, 2])
    test(`a generator with a limit ends with everything written, through two re-keyed aggregates (${threads} threads)`, () =>
      withBench(async ({ client, run }) => {
        // The ids make the last sub-topology the first one by name.
        const text = pipelineText(
          {
            zsource: {
              type: "generator",
              config: {
                limit: 5000,
                start: "1970-01-01T00:00:00Z",
                step: "10ms",
                fields: { n: { kind: "sequence" }, user: { kind: "text", prefix: "u", count: 20 } },
              },
            },
            mcount: {
              type: "aggregate",
              config: {
                by: { user: "value.user" },
                window: { kind: "tumbling", size: "10s", grace: "0s" },
                emit: "on-close",
                fields: { user: "key.user", count: "count()" },
              },
            },
            atotal: {
              type: "aggregate",
              config: {
                by: { all: "1" },
                window: { kind: "tumbling", size: "1m", grace: "0s" },
                emit: "on-close",
                fields: { total: "sum(value.count)", rows: "count()" },
              },
            },
            bout: { type: "kafka-sink", config: { topic: "out" } },
          },
          ["zsource.out > mcount.in", "mcount.out > atotal.in", "atotal.out > bout.in"],
        );
        const one = await run(text, { threads });
        await one.ended;
        await one.stop();
        const [only, ...more] = (await readTexts(client, "out")).map(({ value }) => JSON.parse(value ?? "null"));
        assert.deepEqual(more, []);
        assert.equal(only.total, 5000);
        assert.equal(only.rows, 100);
      }));
});

describe("what goes wrong", () => {
  const strict = pipelineText(
    {
      in: { type: "kafka-source", config: { topic: "in", value: { format: "json", type: "{ n: int }" } } },
      keep: { type: "filter", config: { where: "value.n > 0" } },
      out: { type: "kafka-sink", config: { topic: "out" } },
    },
    ["in.out > keep.in", "keep.out > out.in"],
  );

  for (const threads of [1, 2])
    test(`a record that fails stops the run, and says which one it was (${threads} threads)`, () =>
      withBench(async ({ broker, client, run }) => {
        broker.createTopic("in", 1);
        await produceTexts(client, "in", [
          { key: null, value: '{"n":1}' },
          { key: null, value: '{"n":"one"}' },
        ]);
        const one = await run(strict, { threads });
        const error = await rejection(one.ended);
        assert.ok(error instanceof WeirError);
        assert.deepEqual([error.code, error.node], ["RUN_0001", "keep"]);
        assert.match(error.message, /record at in, partition 0, offset 1\)$/);
        await assert.rejects(one.stop(), { code: "RUN_0001" });
        // The record is still there for the next run.
        const two = await run(strict, { threads });
        await assert.rejects(two.ended, { code: "RUN_0001" });
        await two.stop().catch(() => {});
      }));

  test("a bounded run that fails does not hang", () =>
    withBench(async ({ folder, run }) => {
      writeFileSync(join(folder, "in.ndjson"), '{"n":1}\n{"n":"x"}\n');
      const text = pipelineText(
        {
          in: { type: "file-source", config: { path: "in.ndjson", type: "{ n: int }" } },
          keep: { type: "filter", config: { where: "value.n > 0" } },
          out: { type: "file-sink", config: { path: "out.ndjson" } },
        },
        ["in.out > keep.in", "keep.out > out.in"],
      );
      const one = await run(text);
      await assert.rejects(one.ended, { code: "RUN_0001" });
      await assert.rejects(one.stop(), { code: "RUN_0001" });
    }));

  test("a source topic that is missing, topics that do not fit together, a broker that is not there", () =>
    withBench(async ({ broker, run }) => {
      await assert.rejects(run(relay()), { code: "RUN_0002", node: "in", message: /no topic in/ });
      const joined = pipelineText(
        {
          left: {
            type: "kafka-source",
            config: { topic: "in", key: { format: "string" }, value: { format: "json", type: "{ n: int }" } },
          },
          right: { type: "table-source", config: { topic: "table", value: { format: "json", type: "{ m: int }" } } },
          join: { type: "stream-table-join", config: { kind: "inner", result: { n: "left.n", m: "right.m" } } },
          out: { type: "kafka-sink", config: { topic: "out" } },
        },
        ["left.out > join.left", "right.out > join.right", "join.out > out.in"],
      );
      broker.createTopic("in", 2);
      broker.createTopic("table", 3);
      await assert.rejects(run(joined), { code: "RUN_0006", message: /in has 2, table has 3|table has 3, in has 2/ });
      const startedMs = Date.now();
      const error = await rejection(run(relay(), { brokers: ["127.0.0.1:1"] }));
      assert.ok(error instanceof WeirError);
      assert.match(error.code, /^KAFKA_/);
      assert.ok(Date.now() - startedMs < 8000, String(Date.now() - startedMs));
    }));
});

test("a sink's compression is used for its topic, and only there", () =>
  withBench(async ({ broker, client, run }) => {
    broker.createTopic("in", 1);
    await produceTexts(
      client,
      "in",
      texts(0, 3000).map((record) => ({ ...record, value: "x".repeat(200) })),
    );
    const text = pipelineText(
      {
        in: { type: "kafka-source", config: { topic: "in" } },
        plain: { type: "kafka-sink", config: { topic: "plain", compression: "none" } },
        small: { type: "kafka-sink", config: { topic: "small", compression: "zstd" } },
      },
      ["in.out > plain.in", "in.out > small.in"],
    );
    const one = await run(text);
    await caughtUp(one, 1);
    await one.stop();
    const codecs = async (topic: string): Promise<number> => {
      const answer = await client.cluster.request(
        "Fetch",
        {
          maxWaitMs: 100,
          minBytes: 1,
          maxBytes: 1 << 20,
          topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }],
        },
        "any",
        { what: "to read", maxVersion: 12 },
      );
      const records = answer.responses[0]?.partitions[0]?.records;
      assert.ok(records);
      // Attributes of the first batch: the lowest three bits are the codec.
      return records.readInt16BE(21) & 7;
    };
    assert.deepEqual([await codecs("plain"), await codecs("small")], [0, 4]);
  }));
