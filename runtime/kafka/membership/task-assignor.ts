/**
 * Shares tasks out among the members of a classic group. Members keep what they have as far as balance allows; what has to move is free for
 * its new owner only when the old one has given it up, in a later round.
 */
import { must } from "../../../shared/assert.ts";
import type { TaskId } from "../ports.ts";
import { taskKey } from "./tasks.ts";

export interface AssignedMember {
  readonly id: string;
  readonly owned: readonly TaskId[];
}

/** The share of each member, in the order of `members`. Counts differ by one at most, and so do those of each sub-topology as far as can be. */
export function assignTasks(members: readonly AssignedMember[], tasks: readonly TaskId[]): TaskId[][] {
  if (members.length === 0) return [];
  const shares = members.map((): TaskId[] => []);
  const least = Math.floor(tasks.length / members.length);
  let withOneMore = tasks.length % members.length;
  const owners = ownersOf(members, tasks);
  // Those who have most keep the one more.
  const order = members
    .map((_, i) => i)
    .toSorted((a, b) => owners.countOf(b) - owners.countOf(a) || compareText(members[a]!.id, members[b]!.id));
  const open = new Map(tasks.map((task) => [taskKey(task), task]));
  const quotas = members.map(() => least);
  for (const i of order) {
    if (withOneMore > 0) {
      quotas[i]! += 1;
      withOneMore -= 1;
    }
    const kept = evenly(owners.tasksOf(i)).slice(0, quotas[i]);
    for (const task of kept) {
      shares[i]!.push(task);
      open.delete(taskKey(task));
    }
  }
  for (const task of open.values()) {
    const receiver = must(
      order
        .filter((i) => shares[i]!.length < quotas[i]!)
        .toSorted(
          (a, b) => countOf(shares[a]!, task) - countOf(shares[b]!, task) || shares[a]!.length - shares[b]!.length,
        )[0],
      "a member with room",
    );
    shares[receiver]!.push(task);
  }
  return shares;
}

/** What each member may have now: its share without what somebody else still owns. */
export function withholdOwned(members: readonly AssignedMember[], shares: readonly (readonly TaskId[])[]): TaskId[][] {
  const owners = new Map<string, number>();
  for (const [i, { owned }] of members.entries()) for (const task of owned) owners.set(taskKey(task), i);
  return shares.map((share, i) => share.filter((task) => (owners.get(taskKey(task)) ?? i) === i));
}

function ownersOf(members: readonly AssignedMember[], tasks: readonly TaskId[]) {
  const known = new Set(tasks.map(taskKey));
  const claimed = new Set<string>();
  const lists = members.map(({ owned }) =>
    owned.filter((task) => {
      const key = taskKey(task);
      if (!known.has(key) || claimed.has(key)) return false;
      claimed.add(key);
      return true;
    }),
  );
  return { countOf: (i: number) => lists[i]!.length, tasksOf: (i: number) => lists[i]! };
}

/** Ordered so that any first part has the sub-topologies as equally as possible. */
function evenly(tasks: readonly TaskId[]): TaskId[] {
  const seen = new Map<string, number>();
  return tasks
    .map((task) => {
      const rank = seen.get(task.subTopology) ?? 0;
      seen.set(task.subTopology, rank + 1);
      return { task, rank };
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ task }) => task);
}

function countOf(tasks: readonly TaskId[], { subTopology }: TaskId): number {
  return tasks.reduce((count, task) => count + (task.subTopology === subTopology ? 1 : 0), 0);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
