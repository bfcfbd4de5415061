/** What the window shows. */
import { preferencesStore, setPreference, type Preferences } from "../stores/preferences.ts";
import { openSheet, shellStore, type BottomTab } from "../stores/shell.ts";
import { workspaceStore, type Mode, type View } from "../stores/workspace.ts";
import { always, opened, type Command, type CommandContext } from "./command.ts";

const tabs: readonly (readonly [BottomTab, string])[] = [
  ["preview", "Show the preview"],
  ["problems", "Show the problems"],
  ["tests", "Show the tests"],
  ["json", "Show the JSON"],
  ["lineage", "Show the lineage"],
  ["logs", "Show the logs"],
  ["dead-letters", "Show the dead letters"],
];
const views: readonly (readonly [View, string, string])[] = [
  ["home", "Show the library", "Alt+H"],
  ["topics", "Show the topics", "Alt+T"],
  ["settings", "Show the settings", "Mod+,"],
];
const modes: readonly (readonly [Mode, string, string])[] = [
  ["draw", "Draw", "Alt+1"],
  ["topology", "Show the topology", "Alt+2"],
  ["run", "Show the run", "Alt+3"],
];

export const viewCommands: readonly Command[] = [
  {
    id: "view.commands",
    title: "Search or run a command",
    group: "View",
    keys: ["Mod+K", "Mod+Shift+P"],
    icon: "search",
    global: true,
    enabled: always,
    run: () => openSheet("commands"),
  },
  {
    id: "view.shortcuts",
    title: "Show the keys",
    group: "View",
    keys: ["?"],
    icon: "keyboard",
    enabled: always,
    run: () => openSheet("shortcuts"),
  },
  {
    id: "view.history",
    title: "Show the history",
    group: "View",
    keys: ["Mod+Shift+H"],
    icon: "history",
    enabled: opened,
    run: () => openSheet("history"),
  },
  toggle("view.left", "Toggle the palette", "Mod+B", "leftOpen"),
  toggle("view.right", "Toggle the inspector", "Mod+I", "rightOpen"),
  toggle("view.bottom", "Toggle the bottom panel", "Mod+J", "bottomOpen"),
  {
    id: "view.theme",
    title: "Switch between dark and light",
    group: "View",
    icon: "sun",
    enabled: always,
    run: ({ host }) =>
      setPreference(host, "theme", document.documentElement.dataset["theme"] === "dark" ? "light" : "dark"),
  },
  ...tabs.map(([tab, title]): Command => ({
    id: `view.${tab}`,
    title,
    group: "View",
    enabled: opened,
    run: ({ host }) => {
      shellStore.setState({ bottom: tab });
      if (!preferencesStore.getState().bottomOpen) setPreference(host, "bottomOpen", true);
    },
  })),
  {
    id: "view.outline",
    title: "Show the outline",
    group: "View",
    keys: ["Mod+Shift+O"],
    enabled: opened,
    run: (context) => showLeft(context, "outline"),
  },
  {
    id: "view.operators",
    title: "Show the operators",
    group: "View",
    enabled: opened,
    run: (context) => showLeft(context, "operators"),
  },
  ...views.map(([view, title, key]): Command => ({
    id: `go.${view}`,
    title,
    group: "Go to",
    keys: [key],
    enabled: always,
    run: () => workspaceStore.setState({ view }),
  })),
  ...modes.map(([mode, title, key]): Command => ({
    id: `mode.${mode}`,
    title,
    group: "Go to",
    keys: [key],
    enabled: opened,
    run: () => workspaceStore.setState({ mode, view: "document" }),
  })),
];

function showLeft({ host }: CommandContext, left: "operators" | "outline"): void {
  shellStore.setState({ left });
  if (!preferencesStore.getState().leftOpen) setPreference(host, "leftOpen", true);
}

function toggle(id: string, title: string, key: string, panel: "leftOpen" | "rightOpen" | "bottomOpen"): Command {
  return {
    id,
    title,
    group: "View",
    keys: [key],
    global: true,
    enabled: opened,
    run: ({ host }) =>
      setPreference(host, panel, !preferencesStore.getState()[panel] satisfies Preferences[typeof panel]),
  };
}
