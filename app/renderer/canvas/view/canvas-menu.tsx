/** The context menu of the canvas: commands for what is selected. */
import { useStore } from "zustand";
import { commandContext, findCommand, keysOf, runCommand } from "../../commands/registry.ts";
import { toIconName } from "../../ui/icons.ts";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { useCanvas } from "./canvas-context.tsx";

const onNothing = [
  "insert.here",
  "insert.note",
  "-",
  "clipboard.paste",
  "edit.selectAll",
  "-",
  "canvas.tidy",
  "canvas.fit",
];
const onEdge = ["insert.next", "edit.delete"];
const onOne = [
  "canvas.open",
  "canvas.rename",
  "insert.next",
  "-",
  "clipboard.cut",
  "clipboard.copy",
  "edit.duplicate",
  "edit.delete",
  "-",
  "edit.selectDownstream",
  "edit.selectUpstream",
  "edit.group",
];
const onSeveral = [
  "clipboard.cut",
  "clipboard.copy",
  "edit.duplicate",
  "edit.delete",
  "-",
  "edit.group",
  "edit.ungroup",
  "canvas.tidySelection",
  "-",
  "canvas.alignLeft",
  "canvas.alignTop",
  "canvas.distributeX",
  "canvas.distributeY",
];

export function CanvasMenu() {
  const model = useCanvas();
  const menu = useStore(model.view, (state) => state.menu);
  if (menu === null) return null;
  const { nodes, notes, groups, edges } = model.session.selection.getState();
  const count = nodes.size + notes.size + groups.size;
  const ids = count === 0 ? (edges.size > 0 ? onEdge : onNothing) : count === 1 ? onOne : onSeveral;
  return (
    <Menu
      open
      label="Canvas"
      anchor={menu.client}
      items={ids.flatMap(entryOf)}
      onClose={() => model.view.setState({ menu: null })}
    />
  );
}

function entryOf(id: string): MenuEntry[] {
  if (id === "-") return [{ separator: true }];
  const command = findCommand(id);
  if (command === undefined) return [];
  const enabled = command.enabled(commandContext());
  return [
    {
      id,
      label: command.title,
      icon: command.icon === undefined ? undefined : toIconName(command.icon),
      shortcut: keysOf(command)[0],
      danger: id === "edit.delete",
      disabled: enabled === true ? undefined : enabled,
      onSelect: () => runCommand(id),
    },
  ];
}
