/** A file that cannot be written for a while: with `retry` the task waits for it, without it the run stops; either way nothing is lost. */
// oxlint-disable unicorn/no-thenable -- `then` of an error policy says what follows; nobody awaits it
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { WeirError } from "../../shared/errors.ts";
import { produceTexts } from "../support/topic-access.ts";
import { committedOffsets, eventually, pipelineText, rejection, withBench, type Bench } from "./support.ts";

/** Every write to it fails as on a full disk (Linux). */
const FULL = "/dev/full";
const COUNT = 100;

function fileText(onError: Readonly<Record<string, unknown>>, source: "topic" | "bounded" = "topic"): string {
  const sources = {
    topic: { type: "kafka-source", config: { topic: "in", value: { format: "json", type: "int" } } },
    bounded: {
      type: "generator",
      config: { limit: COUNT, start: "1970-01-01T00:00:00Z", fields: { n: { kind: "sequence" } } },
    },
  };
  return pipelineText(
    { in: sources[source], out: { type: "file-sink", config: { path: "out.ndjson" }, onError } },
    ["in.out > out.in"],
    { settings: { commitInterval: "50ms" } },
  );
}

function fill(folder: string): void {
  symlinkSync(FULL, join(folder, "out.ndjson"));
}

/** From here on there is room. */
function makeRoom(folder: string): void {
  writeFileSync(join(folder, "new"), "");
  renameSync(join(folder, "new"), join(folder, "out.ndjson"));
}

function lines(folder: string): string[] {
  return readFileSync(join(folder, "out.ndjson"), "utf8").split("\n").slice(0, -1);
}

async function produce({ broker, client }: Bench): Promise<void> {
  broker.createTopic("in", 1);
  await produceTexts(
    client,
    "in",
    Array.from({ length: COUNT }, (_, i) => ({ key: null, value: String(i) })),
  );
}

/** The start of the topic may be committed before anything is read. */
async function committed(broker: Bench["broker"]): Promise<number> {
  return (await committedOffsets(broker, "test", "in", 1))[0] ?? -1;
}

const complete = Array.from({ length: COUNT }, (_, i) => String(i));

describe("a full disk", { skip: existsSync(FULL) ? false : `there is no ${FULL} on this system` }, () => {
  test("with retry nothing is committed and nothing more is read until there is room; then each record is there once", () =>
    withBench(async (bench) => {
      const { broker, folder, run } = bench;
      fill(folder);
      await produce(bench);
      const started = await run(fileText({ policy: "retry", attempts: 1000, backoff: "20ms" }));
      await eventually("it has tried a few times", () =>
        Promise.resolve(started.logs.filter((line) => line.includes("cannot be written at the moment")).length >= 3),
      );
      const { nodes, tasks } = await started.status();
      assert.ok(
        tasks.every(({ buffered }) => buffered > 0),
        "what waits is told",
      );
      assert.equal(nodes.find(({ node }) => node === "out")?.failed, 0);
      assert.ok((await committed(broker)) <= 0);
      makeRoom(folder);
      await eventually("all is committed", async () => (await committed(broker)) === COUNT);
      await started.stop();
      assert.deepEqual(lines(folder), complete);
    }));

  test("a bounded run does not end before everything is written", () =>
    withBench(async ({ folder, run }) => {
      fill(folder);
      const started = await run(fileText({ policy: "retry", attempts: 1000, backoff: "20ms" }, "bounded"));
      let ended = false;
      const end = started.ended.then(() => (ended = true));
      await eventually("it has tried a few times", () => Promise.resolve(started.logs.length >= 10));
      assert.equal(ended, false);
      makeRoom(folder);
      await end;
      await started.stop();
      assert.equal(lines(folder).length, COUNT);
    }));

  for (const [name, onError, attempts] of [
    ["without retry the run stops at once", { policy: "fail" }, 0],
    [
      "when every attempt has failed the run stops, whatever follows",
      { policy: "retry", attempts: 2, backoff: "10ms", then: "skip" },
      2,
    ],
  ] as const)
    test(name, () =>
      withBench(async (bench) => {
        const { broker, folder, run } = bench;
        fill(folder);
        await produce(bench);
        const first = await run(fileText(onError));
        const error = await rejection(first.ended);
        assert.ok(error instanceof WeirError);
        assert.equal(error.code, "RUN_0501");
        assert.match(error.message, /out\.ndjson cannot be written: .*ENOSPC/);
        await rejection(first.stop());
        assert.equal(first.logs.filter((line) => line.includes("cannot be written at the moment")).length, attempts);
        assert.ok((await committed(broker)) <= 0);
        makeRoom(folder);
        const second = await run(fileText(onError));
        await eventually("all is written", () => Promise.resolve(lines(folder).length >= COUNT));
        await second.stop();
        assert.deepEqual(lines(folder), complete);
      }),
    );
});

test("an error that does not pass is not tried again", () =>
  withBench(async (bench) => {
    const { folder, run } = bench;
    await produce(bench);
    const text = fileText({ policy: "retry", attempts: 1000 }).replace("out.ndjson", "missing/out.ndjson");
    const started = await run(text);
    const error = await rejection(started.ended);
    assert.match(error.message, /missing\/out\.ndjson cannot be written: .*ENOENT/);
    await rejection(started.stop());
    assert.equal(existsSync(join(folder, "missing")), false);
  }));
