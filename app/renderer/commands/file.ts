/** Saving and tabs. */
import { closeTab, notifyError, workspaceStore } from "../stores/workspace.ts";
import { editable, opened, type Command } from "./command.ts";

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
      await session?.document.save().catch(notifyError);
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
    id: "file.home",
    title: "Show the library",
    group: "Go to",
    keys: ["Alt+H"],
    icon: "library",
    enabled: () => true,
    run: () => workspaceStore.setState({ view: "home" }),
  },
];
