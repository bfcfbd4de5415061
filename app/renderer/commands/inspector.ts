/** The node that is looked at. */
import { inspectorStore } from "../inspector/inspector-store.ts";
import { setPreference } from "../stores/preferences.ts";
import type { Command, CommandContext } from "./command.ts";

function oneNode({ session }: CommandContext): true | string {
  if (session === null) return "Open a pipeline first.";
  return session.selection.getState().nodes.size === 1 || "Select one node first.";
}

export const inspectorCommands: readonly Command[] = [
  {
    id: "inspector.json",
    title: "Show the node as form or JSON",
    group: "View",
    keys: ["Alt+J"],
    icon: "braces",
    global: true,
    enabled: oneNode,
    run: ({ host }) => {
      setPreference(host, "rightOpen", true);
      inspectorStore.setState(({ mode }) => ({ mode: mode === "form" ? "json" : "form" }));
    },
  },
  {
    id: "inspector.focus",
    title: "Go to the settings of the node",
    group: "Go to",
    keys: ["Alt+Enter"],
    global: true,
    enabled: oneNode,
    run: ({ host }) => {
      setPreference(host, "rightOpen", true);
      inspectorStore.setState({ mode: "form" });
      requestAnimationFrame(() =>
        document
          .querySelector<HTMLElement>(
            ".inspector-body :is([role=textbox], input, textarea, select, [role=radio][tabindex='0'], button)",
          )
          ?.focus(),
      );
    },
  },
];
