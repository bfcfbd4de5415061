import type { TaskId } from "../ports.ts";

export function taskKey({ subTopology, partition }: TaskId): string {
  return `${subTopology}_${partition}`;
}

/** Those of `tasks` that are not in `others`. */
export function tasksWithout(tasks: readonly TaskId[], others: readonly TaskId[]): TaskId[] {
  const excluded = new Set(others.map(taskKey));
  return tasks.filter((task) => !excluded.has(taskKey(task)));
}

export function sameTasks(a: readonly TaskId[], b: readonly TaskId[]): boolean {
  return a.length === b.length && tasksWithout(a, b).length === 0;
}

/** As the streams group protocol writes tasks: the partitions of each sub-topology. */
export function groupTasks(tasks: readonly TaskId[]): { subtopologyId: string; partitions: number[] }[] {
  const bySubTopology = Map.groupBy(tasks, ({ subTopology }) => subTopology);
  return [...bySubTopology].map(([subtopologyId, list]) => ({
    subtopologyId,
    partitions: list.map(({ partition }) => partition),
  }));
}

export function ungroupTasks(groups: readonly { subtopologyId: string; partitions: readonly number[] }[]): TaskId[] {
  return groups.flatMap(({ subtopologyId, partitions }) =>
    partitions.map((partition) => ({ subTopology: subtopologyId, partition })),
  );
}
