/** Finding one's way: from problem to problem, and along a column. */
import { lineageStore, unfollow } from "../lineage/lineage-store.ts";
import { nodeAtPointer } from "../problems/quick-fix.ts";
import type { Session } from "../stores/session.tsx";
import { opened, type Command, type CommandContext } from "./command.ts";

export const understandCommands: readonly Command[] = [
  {
    id: "problems.next",
    title: "Go to the next problem",
    group: "Go to",
    keys: ["F8"],
    icon: "arrow-down",
    enabled: hasProblems,
    run: ({ session }) => stepProblem(session, 1),
  },
  {
    id: "problems.previous",
    title: "Go to the problem before",
    group: "Go to",
    keys: ["Shift+F8"],
    icon: "arrow-up",
    enabled: hasProblems,
    run: ({ session }) => stepProblem(session, -1),
  },
  {
    id: "lineage.stop",
    title: "Stop following the column",
    group: "View",
    icon: "x",
    enabled: () => lineageStore.getState().trace !== null || "No column is followed.",
    run: () => unfollow(),
  },
];

function hasProblems(context: CommandContext): true | string {
  const able = opened(context);
  if (able !== true || context.session === null) return able;
  return context.session.analysis.getState().diagnostics.length > 0 || "There are no problems.";
}

const places = new WeakMap<Session, number>();

function stepProblem(session: Session | null, by: 1 | -1): void {
  if (session === null) return;
  const { diagnostics } = session.analysis.getState();
  const shown = diagnostics.flatMap(({ node, pointer }) => {
    const id = node ?? nodeAtPointer(pointer);
    return id === null ? [] : [{ id, pointer }];
  });
  if (shown.length === 0) return;
  const before = places.get(session) ?? (by === 1 ? -1 : shown.length);
  const at = (before + by + shown.length) % shown.length;
  places.set(session, at);
  const problem = shown[at];
  if (problem !== undefined) session.selection.show(problem.id, problem.pointer);
}
