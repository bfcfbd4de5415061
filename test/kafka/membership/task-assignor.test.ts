import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assignTasks, withholdOwned } from "../../../runtime/kafka/membership/task-assignor.ts";
import type { AssignedMember } from "../../../runtime/kafka/membership/task-assignor.ts";
import { taskKey } from "../../../runtime/kafka/membership/tasks.ts";
import type { TaskId } from "../../../runtime/kafka/ports.ts";

function makeTasks(counts: readonly number[]): TaskId[] {
  return counts.flatMap((count, sub) =>
    Array.from({ length: count }, (_, partition) => ({ subTopology: String(sub), partition })),
  );
}

const layouts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
const memberCounts = fc.integer({ min: 1, max: 7 });

/** Members that hold the tasks in any way, some of them twice, and some tasks that are no more. */
const groups = fc.tuple(layouts, memberCounts, fc.infiniteStream(fc.nat())).map(([counts, size, dice]) => {
  const tasks = makeTasks(counts);
  const owned: TaskId[][] = Array.from({ length: size }, () => []);
  for (const task of [...tasks, ...tasks.slice(0, 2), { subTopology: "gone", partition: 0 }]) {
    const to = (dice.next().value ?? 0) % (size + 1);
    owned[to]?.push(task);
  }
  return { tasks, members: owned.map((list, i): AssignedMember => ({ id: `m${i}`, owned: list })) };
});

const keysOf = (shares: readonly (readonly TaskId[])[]): string[] => shares.flat().map(taskKey).toSorted();

test("gives each task to one member, and to none more than one more than to another", () => {
  fc.assert(
    fc.property(groups, ({ tasks, members }) => {
      const shares = assignTasks(members, tasks);
      assert.deepEqual(keysOf(shares), tasks.map(taskKey).toSorted());
      const sizes = shares.map(({ length }) => length);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join());
    }),
  );
});

test("changes nothing when it is asked again", () => {
  fc.assert(
    fc.property(groups, ({ tasks, members }) => {
      const shares = assignTasks(members, tasks);
      const settled = members.map(({ id }, i) => ({ id, owned: shares[i]! }));
      const again = assignTasks(settled, tasks);
      for (const [i, share] of shares.entries()) assert.deepEqual(keysOf([again[i]!]), keysOf([share]));
    }),
  );
});

test("moves no more than balance asks for when a member comes or goes", () => {
  fc.assert(
    fc.property(layouts, fc.integer({ min: 2, max: 6 }), (counts, size) => {
      const tasks = makeTasks(counts);
      const before = assignTasks(
        Array.from({ length: size }, (_, i) => ({ id: `m${i}`, owned: [] })),
        tasks,
      );
      const members = before.map((owned, i) => ({ id: `m${i}`, owned }));
      const stays = (after: readonly (readonly TaskId[])[], held: readonly AssignedMember[]): number =>
        held.reduce(
          (sum, { owned }, i) => sum + owned.filter((task) => keysOf([after[i]!]).includes(taskKey(task))).length,
          0,
        );
      const grown = assignTasks([...members, { id: "new", owned: [] }], tasks);
      assert.equal(stays(grown, members), tasks.length - grown.at(-1)!.length);
      const fewer = members.slice(1);
      assert.equal(stays(assignTasks(fewer, tasks), fewer), tasks.length - before[0]!.length);
    }),
  );
});

test("spreads each sub-topology", () => {
  const shares = assignTasks(
    ["a", "b"].map((id) => ({ id, owned: [] })),
    makeTasks([4, 4]),
  );
  for (const share of shares) {
    assert.equal(share.filter(({ subTopology }) => subTopology === "0").length, 2);
  }
});

test("lets nobody have what another still owns, and everybody in the end", () => {
  fc.assert(
    fc.property(groups, ({ tasks, members: start }) => {
      let members = start;
      for (let round = 0; round < 4; round++) {
        const now = withholdOwned(members, assignTasks(members, tasks));
        for (const [i, share] of now.entries()) {
          const others = members.flatMap(({ owned }, j) => (j > i ? owned : [])).map(taskKey);
          const mine = members[i]!.owned.map(taskKey);
          for (const task of share) if (!mine.includes(taskKey(task))) assert.ok(!others.includes(taskKey(task)));
        }
        members = members.map(({ id }, i) => ({ id, owned: now[i]! }));
      }
      assert.deepEqual(keysOf(members.map(({ owned }) => owned)), tasks.map(taskKey).toSorted());
    }),
  );
});
