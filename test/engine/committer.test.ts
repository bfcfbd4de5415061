/** The order of a commit, step by step: a producer and a group that answer when they are told to, real tasks in between. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { must } from "../../shared/assert.ts";
import { WeirError } from "../../shared/errors.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import { createManualClock } from "../../runtime/engine/clock.ts";
import { createCommitter, type Committer, type Offset } from "../../runtime/engine/committer.ts";
import { MemoryPartition } from "../../runtime/engine/memory-topic.ts";
import { Task } from "../../runtime/engine/task.ts";
import { Taps } from "../../runtime/observability/taps.ts";
import { counting, pipelineText, relay, topologyOf } from "./support.ts";

const INTERVAL_MS = 1000;
const CHANGELOG = "test-count-changelog";

interface Step {
  /** `flush`, or `commit` with what is to be committed. */
  readonly name: string;
  readonly succeed: () => void;
  readonly fail: (error: Error) => void;
}

/** What was written where, in order, and the answers that are waited for. */
class Journal {
  readonly written: string[] = [];
  readonly purged: Offset[][] = [];
  readonly refusals: Error[] = [];
  readonly #steps: Step[] = [];
  #arrived: (() => void) | null = null;

  ask(name: string): Promise<void> {
    return new Promise((succeed, fail) => {
      this.#steps.push({ name, succeed, fail });
      this.#arrived?.();
    });
  }

  /** The next answer that is waited for. */
  async next(): Promise<Step> {
    if (this.#steps.length === 0) await new Promise<void>((resolve) => (this.#arrived = resolve));
    this.#arrived = null;
    return must(this.#steps.shift(), "a step");
  }

  get waits(): boolean {
    return this.#steps.length > 0;
  }

  take(): string[] {
    return this.written.splice(0);
  }
}

interface Bench {
  readonly journal: Journal;
  readonly committer: Committer;
  readonly clock: ReturnType<typeof createManualClock>;
  readonly running: Task[];
  /** Lets the first task process records of `in`, one for each key. */
  readonly process: (...keys: readonly string[]) => void;
}

function makeBench(topology: Topology = topologyOf(counting("on-update")), topic = "in"): Bench {
  const journal = new Journal();
  const clock = createManualClock(1_000_000);
  const output = {
    partitions: () => 1,
    lane: (topic: string) => ({ append: () => void journal.written.push(topic) }),
  };
  const running = topology.subTopologies.map(
    (subTopology) =>
      new Task({
        topology,
        subTopology,
        partition: 0,
        output,
        taps: new Taps(),
        nowMs: () => clock.nowMs(),
        log: () => {},
        print: () => {},
      }),
  );
  const committer = createCommitter({
    producer: { flush: () => journal.ask("flush") },
    membership: {
      commit: (offsets) =>
        journal.ask(`commit ${offsets.map(({ topic, offset }) => `${topic}=${offset}`).join(" ") || "nothing"}`),
    },
    tasks: { running },
    output,
    clock,
    intervalMs: INTERVAL_MS,
    purge: (before) => journal.purged.push([...before]),
    onRefused: (error) => journal.refusals.push(error),
  });
  const input = new MemoryPartition();
  const process = (...keys: readonly string[]): void => {
    const task = must(running.find((one) => one.sources.some((source) => source.topic === topic)));
    const from = input.records.length;
    for (const key of keys)
      input.push({
        timestampMs: 1,
        key: Buffer.from(key),
        value: Buffer.from("{}"),
        headers: Buffer.alloc(0),
        headerCount: 0,
      });
    task.accept(topic, input.columns(from, input.records.length), input.records.length);
    task.run(1000);
    committer.changed();
  };
  return { journal, committer, clock, running, process };
}

async function answer(journal: Journal, name: string): Promise<void> {
  const step = await journal.next();
  assert.equal(step.name, name);
  step.succeed();
}

test("outputs are acknowledged before state leaves, state before offsets are committed", async () => {
  const { journal, committer, process } = makeBench();
  process("a", "b", "a");
  assert.deepEqual(journal.take(), [], "results are held back until the commit");
  const done = committer.commit();

  const outputs = await journal.next();
  assert.equal(outputs.name, "flush");
  assert.deepEqual(journal.take(), ["out", "out"], "one result for each key");
  outputs.succeed();

  const state = await journal.next();
  assert.equal(state.name, "flush");
  const changes = journal.take();
  assert.ok(changes.length >= 2, "each key has changed");
  assert.deepEqual([...new Set(changes)], [CHANGELOG]);
  assert.ok(!journal.waits, "nothing is committed before the changelog is acknowledged");
  state.succeed();

  await answer(journal, "commit in=3");
  await done;
  assert.deepEqual(journal.take(), []);
});

describe("whatever fails, what depends on it is not done", () => {
  const boom = new WeirError("KAFKA_0402", "Not acknowledged.");

  for (const [after, what] of ["the outputs", "the changelog", "the offsets"].entries())
    test(`${what} fail`, async () => {
      const { journal, committer, process } = makeBench();
      process("a");
      const done = committer.commit();
      done.catch(() => {});
      for (let i = 0; i < after; i += 1) (await journal.next()).succeed();
      const step = await journal.next();
      assert.equal(step.name, after === 2 ? "commit in=1" : "flush");
      step.fail(boom);
      await assert.rejects(done, boom);
      assert.ok(!journal.waits, "nothing further is asked for");
      assert.equal(journal.written.includes(CHANGELOG), after > 0, "state leaves only behind its outputs");
      assert.deepEqual(journal.refusals, []);
    });

  test("a group that has gone on without the member: it is told, and the offsets are offered again", async () => {
    // Without state nothing else would be due again.
    const { journal, committer, clock, process } = makeBench(topologyOf(relay()));
    process("a");
    const done = committer.commit();
    await answer(journal, "flush");
    const refusal = new WeirError("KAFKA_0301", "Rebalanced.");
    (await journal.next()).fail(refusal);
    await done;
    assert.deepEqual(journal.refusals, [refusal]);
    clock.advance(INTERVAL_MS);
    const again = must(committer.maybeCommit(), "a commit");
    await answer(journal, "flush");
    await answer(journal, "commit in=1");
    await again;
  });
});

describe("processing goes on during a commit", () => {
  test("what is processed meanwhile belongs to the next one: positions and state are of one moment", async () => {
    const { journal, committer, process } = makeBench();
    process("a");
    const first = committer.commit();
    const outputs = await journal.next();
    assert.deepEqual(journal.take(), ["out"]);
    process("b", "c");
    outputs.succeed();
    const state = await journal.next();
    assert.equal(journal.take().filter((topic) => topic === CHANGELOG).length, await changesOf("a"));
    state.succeed();
    await answer(journal, "commit in=1");
    await first;
    const second = committer.commit();
    await answer(journal, "flush");
    assert.deepEqual(journal.take().slice(0, 2), ["out", "out"]);
    await answer(journal, "flush");
    await answer(journal, "commit in=3");
    await second;
  });

  test("commits do not overtake each other", async () => {
    const { journal, committer, process } = makeBench();
    process("a");
    const first = committer.commit();
    const outputs = await journal.next();
    process("b");
    const second = committer.commit();
    assert.ok(!journal.waits, "the second waits for the first");
    outputs.succeed();
    await answer(journal, "flush");
    await answer(journal, "commit in=1");
    await first;
    await answer(journal, "flush");
    await answer(journal, "flush");
    await answer(journal, "commit in=2");
    await second;
  });

  test("of a task that is lost meanwhile neither state nor offsets are written: they are another's", async () => {
    const { journal, committer, running, process } = makeBench();
    process("a");
    const done = committer.commit();
    const outputs = await journal.next();
    assert.deepEqual(journal.take(), ["out"]);
    running.length = 0;
    outputs.succeed();
    await answer(journal, "flush");
    await done;
    assert.deepEqual(journal.take(), []);
    assert.ok(!journal.waits);
  });
});

describe("when a commit is due", () => {
  test("never without a change; with one after the interval; not twice at a time", async () => {
    const { journal, committer, clock, process } = makeBench();
    clock.advance(10 * INTERVAL_MS);
    assert.equal(committer.maybeCommit(), null);
    assert.equal(committer.dueInMs(), Infinity);
    process("a");
    assert.equal(committer.dueInMs(), 1);
    const done = must(committer.maybeCommit(), "a commit");
    assert.equal(committer.dueInMs(), Infinity);
    process("b");
    assert.equal(committer.maybeCommit(), null);
    await answer(journal, "flush");
    await answer(journal, "flush");
    await answer(journal, "commit in=1");
    await done;
    assert.equal(committer.dueInMs(), INTERVAL_MS);
    clock.advance(INTERVAL_MS - 1);
    assert.equal(committer.maybeCommit(), null);
    clock.advance(1);
    assert.notEqual(committer.maybeCommit(), null);
  });

  test("what has been committed is not committed again", async () => {
    const { journal, committer, process } = makeBench();
    process("a");
    const first = committer.commit();
    for (const name of ["flush", "flush", "commit in=1"]) await answer(journal, name);
    await first;
    journal.take();
    const second = committer.commit();
    await answer(journal, "flush");
    await second;
    assert.deepEqual(journal.take(), []);
    assert.ok(!journal.waits);
  });
});

test("a source that is no topic: its position is written behind what was made of it", async () => {
  const text = pipelineText(
    {
      in: {
        type: "generator",
        config: { limit: 2, start: "1970-01-01T00:00:00Z", fields: { n: { kind: "sequence" } } },
      },
      out: { type: "kafka-sink", config: { topic: "out" } },
    },
    ["in.out > out.in"],
  );
  const { journal, committer, running } = makeBench(topologyOf(text));
  const task = must(running[0]);
  task.pull(10);
  task.run(10);
  assert.deepEqual(journal.take(), ["out", "out"]);
  const done = committer.commit();
  const outputs = await journal.next();
  assert.deepEqual(journal.take(), [], "no position before the outputs are acknowledged");
  outputs.succeed();
  const position = await journal.next();
  assert.equal(position.name, "flush");
  assert.deepEqual(journal.take(), ["test-in-positions"]);
  position.succeed();
  await done;
});

test("records of a repartition topic are deleted once they are committed, now and then", async () => {
  const text = pipelineText(
    {
      in: { type: "kafka-source", config: { topic: "in" } },
      move: { type: "repartition", config: {} },
      out: { type: "kafka-sink", config: { topic: "out" } },
    },
    ["in.out > move.in", "move.out > out.in"],
  );
  const { journal, committer, clock, process } = makeBench(topologyOf(text), "test-move-repartition");
  process("a", "b");
  const first = committer.commit();
  await answer(journal, "flush");
  const offsets = await journal.next();
  assert.match(offsets.name, /test-move-repartition=2/);
  clock.advance(60_000);
  assert.deepEqual(journal.purged, []);
  offsets.succeed();
  await first;
  assert.deepEqual(journal.purged, [[{ topic: "test-move-repartition", partition: 0, offset: 2 }]]);
});

/** Changelog records that a count of these keys makes. */
async function changesOf(...keys: readonly string[]): Promise<number> {
  const { journal, committer, process } = makeBench();
  process(...keys);
  const done = committer.commit();
  for (let i = 0; i < 3; i += 1) (await journal.next()).succeed();
  await done;
  return journal.take().filter((topic) => topic === CHANGELOG).length;
}
