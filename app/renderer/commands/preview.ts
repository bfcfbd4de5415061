import { activeSession } from "../stores/workspace.ts";
import { opened, type Command } from "./command.ts";

export const previewCommands: readonly Command[] = [
  {
    id: "preview.run",
    title: "Preview",
    group: "Preview",
    keys: ["Mod+Enter"],
    icon: "eye",
    global: true,
    enabled: opened,
    run: async () => {
      const session = activeSession();
      const pipeline = session?.document.getState().head?.root.pipeline;
      if (session !== null && pipeline !== undefined) await session.preview.run(pipeline);
    },
  },
];
