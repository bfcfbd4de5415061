/** Undo, redo, and what works on the selection. */
import type { Session } from "../stores/session.tsx";
import { editable, type Command, type CommandContext } from "./command.ts";

export const editCommands: readonly Command[] = [
  {
    id: "edit.undo",
    title: "Undo",
    group: "Edit",
    keys: ["Mod+Z"],
    icon: "undo-2",
    enabled: (context) =>
      whenEditable(context, (session) => session.document.getState().head?.parent != null || "Nothing to undo."),
    run: ({ session }) => {
      const undone = session?.document.undo();
      if (undone != null) session?.selection.reveal(undone.touched);
    },
  },
  {
    id: "edit.redo",
    title: "Redo",
    group: "Edit",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    icon: "redo-2",
    enabled: (context) =>
      whenEditable(context, (session) => session.document.getState().head?.next != null || "Nothing to redo."),
    run: ({ session }) => {
      const redone = session?.document.redo();
      if (redone != null) session?.selection.reveal(redone.touched);
    },
  },
  {
    id: "edit.delete",
    title: "Delete selection",
    group: "Edit",
    keys: ["Delete", "Backspace"],
    icon: "trash-2",
    enabled: (context) => whenEditable(context, hasSelection),
    run: ({ session }) => {
      if (session !== null) deleteSelection(session);
    },
  },
  {
    id: "edit.selectAll",
    title: "Select all",
    group: "Edit",
    keys: ["Mod+A"],
    enabled: (context) => whenEditable(context, () => true),
    run: ({ session }) => {
      const pipeline = session?.document.getState().head?.root.pipeline;
      if (pipeline !== undefined) session?.selection.select(pipeline.nodes.keys());
    },
  },
];

function whenEditable(context: CommandContext, more: (session: Session) => true | string): true | string {
  const able = editable(context);
  return able === true && context.session !== null ? more(context.session) : able;
}

function hasSelection({ selection }: Session): true | string {
  const { nodes, edges, notes, groups } = selection.getState();
  return nodes.size + edges.size + notes.size + groups.size > 0 || "Select something first.";
}

export function deleteSelection({ document, selection }: Session): void {
  const { nodes, edges, notes, groups } = selection.getState();
  const pipeline = document.getState().head?.root.pipeline;
  if (pipeline === undefined) return;
  const gone = [...edges].filter((id) => {
    const edge = pipeline.edges.get(id);
    return edge !== undefined && !nodes.has(edge.from.node) && !nodes.has(edge.to.node);
  });
  const count = nodes.size + gone.length + notes.size + groups.size;
  const only = nodes.size === 1 && count === 1 ? pipeline.nodes.get([...nodes][0] ?? "")?.name : undefined;
  document.commit({
    label: only === undefined ? `Delete ${count} items` : `Delete ${only}`,
    edits: [
      ...gone.map((id) => ({ edit: "disconnect" as const, id })),
      ...[...nodes].filter((id) => pipeline.nodes.has(id)).map((id) => ({ edit: "removeNode" as const, id })),
      ...[...notes].map((id) => ({ edit: "putNote" as const, id, note: null })),
      ...[...groups].map((id) => ({ edit: "putGroup" as const, id, group: null })),
    ],
  });
  selection.clear();
}
