/** Help of what is selected, and of everything. */
import { catalogue } from "../../../shared/operators/catalogue.ts";
import { closeHelp, helpStore, openHelp } from "../help/help-store.ts";
import { always, opened, type Command } from "./command.ts";

export const helpCommands: readonly Command[] = [
  {
    id: "help.open",
    title: "Help",
    group: "View",
    keys: ["F1"],
    icon: "circle-question-mark",
    global: true,
    enabled: opened,
    run: ({ session }) => {
      if (helpStore.getState().topic !== null) return closeHelp();
      const [id] = session?.selection.getState().nodes ?? [];
      const node = id === undefined ? undefined : session?.document.getState().head?.root.pipeline.nodes.get(id);
      openHelp(
        node !== undefined && catalogue.has(node.type) ? { kind: "operator", type: node.type } : { kind: "contents" },
      );
    },
  },
  {
    id: "help.functions",
    title: "Show all functions of expressions",
    group: "View",
    icon: "square-function",
    enabled: opened,
    run: () => openHelp({ kind: "functions" }),
  },
  {
    id: "help.language",
    title: "Show the expression language",
    group: "View",
    icon: "code",
    enabled: always,
    run: () => openHelp({ kind: "language" }),
  },
];
