import assert from "node:assert/strict";
import { test } from "node:test";
import { layOutTopology } from "../../../runtime/kafka/membership/internal-topics.ts";
import type { GroupTopology } from "../../../runtime/kafka/ports.ts";

type Sub = GroupTopology["subTopologies"][number];

const sub = (id: string, parts: Partial<Omit<Sub, "id">>): Sub => ({
  id,
  sourceTopics: [],
  repartitionSinks: [],
  repartitionSources: [],
  changelogs: [],
  copartitionGroups: [],
  ...parts,
});
const topic = (name: string, partitions = 0) => ({ name, partitions, config: {} });

interface Case {
  readonly what: string;
  readonly subTopologies: readonly Sub[];
  readonly existing: Readonly<Record<string, number>>;
  /** Tasks by sub-topology and partitions by internal topic, or the fault. */
  readonly expected:
    | { readonly tasks: Readonly<Record<string, number>>; readonly topics: Readonly<Record<string, number>> }
    | RegExp;
}

const cases: readonly Case[] = [
  {
    what: "as many tasks as the largest source has partitions",
    subTopologies: [sub("0", { sourceTopics: ["a", "b"], changelogs: [topic("log")] })],
    existing: { a: 3, b: 5 },
    expected: { tasks: { 0: 5 }, topics: { log: 5 } },
  },
  {
    what: "a repartition topic is as large as what is written into it",
    subTopologies: [
      sub("0", { sourceTopics: ["a"], repartitionSinks: ["r"] }),
      sub("1", { repartitionSources: [topic("r")], changelogs: [topic("log")] }),
    ],
    existing: { a: 6 },
    expected: { tasks: { 0: 6, 1: 6 }, topics: { r: 6, log: 6 } },
  },
  {
    what: "a repartition topic follows the topic that it is joined with",
    subTopologies: [
      sub("0", { sourceTopics: ["a"], repartitionSinks: ["r"] }),
      sub("1", { sourceTopics: ["b"], repartitionSources: [topic("r")], copartitionGroups: [["b", "r"]] }),
    ],
    existing: { a: 6, b: 2 },
    expected: { tasks: { 0: 6, 1: 2 }, topics: { r: 2 } },
  },
  {
    what: "two repartition topics that are joined are both as large as the larger",
    subTopologies: [
      sub("0", { sourceTopics: ["a"], repartitionSinks: ["r"] }),
      sub("1", { sourceTopics: ["b"], repartitionSinks: ["s"] }),
      sub("2", { repartitionSources: [topic("r"), topic("s")], copartitionGroups: [["r", "s"]] }),
    ],
    existing: { a: 3, b: 7 },
    expected: { tasks: { 0: 3, 1: 7, 2: 7 }, topics: { r: 7, s: 7 } },
  },
  {
    what: "a chain of repartitions, in whatever order the sub-topologies come",
    subTopologies: [
      sub("2", { repartitionSources: [topic("s")] }),
      sub("1", { repartitionSources: [topic("r")], repartitionSinks: ["s"] }),
      sub("0", { sourceTopics: ["a"], repartitionSinks: ["r"] }),
    ],
    existing: { a: 4 },
    expected: { tasks: { 0: 4, 1: 4, 2: 4 }, topics: { r: 4, s: 4 } },
  },
  {
    what: "a number that is given counts",
    subTopologies: [
      sub("0", { sourceTopics: ["a"], repartitionSinks: ["r"] }),
      sub("1", { repartitionSources: [topic("r", 9)] }),
    ],
    existing: { a: 4 },
    expected: { tasks: { 0: 4, 1: 9 }, topics: { r: 9 } },
  },
  {
    what: "missing sources are named",
    subTopologies: [sub("0", { sourceTopics: ["a", "x"] }), sub("1", { sourceTopics: ["y", "x"] })],
    existing: { a: 1 },
    expected: /does not exist: x, y\./u,
  },
  {
    what: "topics that are joined must have the same number of partitions",
    subTopologies: [sub("0", { sourceTopics: ["a", "b"], copartitionGroups: [["a", "b"]] })],
    existing: { a: 1, b: 2 },
    expected: /same number of partitions: a has 1, b has 2/u,
  },
  {
    what: "an internal topic that exists must fit",
    subTopologies: [sub("0", { sourceTopics: ["a"], changelogs: [topic("log")] })],
    existing: { a: 3, log: 2 },
    expected: /log has 2 partitions but needs 3/u,
  },
  {
    what: "a repartition topic that nothing writes has no number",
    subTopologies: [sub("0", { repartitionSources: [topic("r")] })],
    existing: {},
    expected: /repartition topic r/u,
  },
];

for (const { what, subTopologies, existing, expected } of cases) {
  test(what, () => {
    const layout = layOutTopology({ epoch: 1, subTopologies }, (name) => existing[name]);
    if (expected instanceof RegExp) {
      assert.match("fault" in layout ? layout.fault : "", expected);
      return;
    }
    assert.ok(!("fault" in layout), JSON.stringify(layout));
    const tasks: Record<string, number> = {};
    for (const { subTopology } of layout.tasks) tasks[subTopology] = (tasks[subTopology] ?? 0) + 1;
    const topics = Object.fromEntries(layout.internalTopics.map(({ name, partitions }) => [name, partitions]));
    assert.deepEqual({ tasks, topics }, expected);
  });
}
