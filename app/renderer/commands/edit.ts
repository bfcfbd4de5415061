/** Undo, redo, and what works on the selection. */
import { reach } from "../canvas/can-connect.ts";
import type { CanvasModel } from "../canvas/model/canvas-model.ts";
import { duplicate } from "../canvas/model/clipboard.ts";
import { groupSelection, toggleGroup, ungroupSelection } from "../canvas/model/grouping.ts";
import { selectBoxes } from "../canvas/model/selecting.ts";
import type { Session } from "../stores/session.tsx";
import { editable, type Command, type CommandContext } from "./command.ts";
import { deleteSelection } from "./delete-selection.ts";
import { onCanvas, selected, selectedNodes } from "./on-canvas.ts";

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
  onCanvas({
    id: "edit.selectAll",
    title: "Select all",
    group: "Edit",
    keys: ["Mod+A"],
    reads: true,
    run: (model) => {
      selectBoxes(model, model.scene.boxes.keys());
      model.say(`${model.scene.boxes.size} items selected`);
    },
  }),
  onCanvas({
    id: "edit.selectDownstream",
    title: "Select what follows",
    group: "Edit",
    keys: ["Shift+ArrowRight"],
    reads: true,
    when: selectedNodes,
    run: (model) => selectReach(model, "downstream"),
  }),
  onCanvas({
    id: "edit.selectUpstream",
    title: "Select what comes before",
    group: "Edit",
    keys: ["Shift+ArrowLeft"],
    reads: true,
    when: selectedNodes,
    run: (model) => selectReach(model, "upstream"),
  }),
  onCanvas({
    id: "edit.duplicate",
    title: "Duplicate",
    group: "Edit",
    keys: ["Mod+D"],
    icon: "copy",
    when: selected(1),
    run: duplicate,
  }),
  onCanvas({
    id: "edit.group",
    title: "Group",
    group: "Edit",
    keys: ["G"],
    icon: "group",
    when: selectedNodes,
    run: groupSelection,
  }),
  onCanvas({
    id: "edit.ungroup",
    title: "Ungroup",
    group: "Edit",
    keys: ["Shift+G"],
    icon: "ungroup",
    when: inGroup,
    run: ungroupSelection,
  }),
  onCanvas({
    id: "edit.collapse",
    title: "Collapse or open the group",
    group: "Edit",
    keys: ["Mod+Shift+G"],
    icon: "chevrons-down-up",
    when: inGroup,
    run: (model) => {
      for (const id of groupsOf(model)) toggleGroup(model, id);
    },
  }),
];

function whenEditable(context: CommandContext, more: (session: Session) => true | string): true | string {
  const able = editable(context);
  return able === true && context.session !== null ? more(context.session) : able;
}

function hasSelection({ selection }: Session): true | string {
  const { nodes, edges, notes, groups } = selection.getState();
  return nodes.size + edges.size + notes.size + groups.size > 0 || "Select something first.";
}

function selectReach(model: CanvasModel, way: "upstream" | "downstream"): void {
  const all = new Set(model.session.selection.getState().nodes);
  for (const id of model.session.selection.getState().nodes)
    for (const other of reach(model.scene.root.pipeline, id, way)) all.add(other);
  model.session.selection.select(all);
  model.say(`${all.size} nodes selected`);
}

function groupsOf(model: CanvasModel): ReadonlySet<string> {
  const { nodes, groups } = model.session.selection.getState();
  return new Set([...groups, ...[...nodes].flatMap((node) => model.scene.groupOf.get(node) ?? [])]);
}

function inGroup(model: CanvasModel): true | string {
  return groupsOf(model).size > 0 || "Select a group first.";
}
