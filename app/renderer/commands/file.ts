/** Saving and tabs. */
import { closeTab, notifyError, workspaceStore } from "../stores/workspace.ts";
import { openSheet } from "../stores/shell.ts";
import { always, editable, opened, type Command } from "./command.ts";

export const fileCommands: readonly Command[] = [
  {
    id: "file.save",
    title: "Save",
    group: "File",
    keys: ["Mod+S"],
    icon: "save",
    global: true,
    enabled: editable,
    run: async ({ session }) => {
      if (session === null) return;
      const saved = await session.document.save().catch(notifyError);
      if (saved === false && session.document.getState().conflict !== null) openSheet("conflict");
    },
  },
  {
    id: "file.closeTab",
    title: "Close tab",
    group: "File",
    keys: ["Alt+W"],
    enabled: opened,
    run: () => {
      const { active } = workspaceStore.getState();
      if (active !== null) closeTab(active);
    },
  },
  {
    id: "file.new",
    global: true,
    title: "New pipeline",
    group: "File",
    keys: ["Alt+N"],
    icon: "plus",
    enabled: always,
    run: () => openSheet("new"),
  },
  {
    id: "file.openFolder",
    title: "Open a folder",
    group: "File",
    keys: ["Alt+O"],
    global: true,
    icon: "folder-open",
    enabled: always,
    run: () => openSheet("open"),
  },
  {
    id: "file.nextTab",
    title: "Go to the next tab",
    group: "Go to",
    keys: ["Alt+PageDown"],
    enabled: opened,
    run: () => turn(1),
  },
  {
    id: "file.previousTab",
    title: "Go to the tab before",
    group: "Go to",
    keys: ["Alt+PageUp"],
    enabled: opened,
    run: () => turn(-1),
  },
];

function turn(by: number): void {
  const { tabs, active } = workspaceStore.getState();
  const at = tabs.indexOf(active ?? "");
  const next = tabs[(at + by + tabs.length) % tabs.length];
  if (next !== undefined) workspaceStore.setState({ active: next, view: "document" });
}
