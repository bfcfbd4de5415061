/** Previews and the scrubber over stream time. */
import { host } from "../host/connect.ts";
import { setPreference } from "../stores/preferences.ts";
import type { Session } from "../stores/session.tsx";
import { shellStore, type BottomTab } from "../stores/shell.ts";
import { opened, type Command, type CommandContext } from "./command.ts";

export function showBottom(tab: BottomTab): void {
  shellStore.setState({ bottom: tab });
  setPreference(host, "bottomOpen", true);
}

export async function runPreview(session: Session): Promise<void> {
  const pipeline = session.document.getState().head?.root.pipeline;
  if (pipeline !== undefined) await session.preview.run(pipeline);
}

export const previewCommands: readonly Command[] = [
  {
    id: "preview.run",
    title: "Preview",
    group: "Preview",
    keys: ["Mod+Enter"],
    icon: "eye",
    global: true,
    enabled: drawable,
    run: async ({ session }) => {
      if (session === null) return;
      showBottom("preview");
      await runPreview(session);
    },
  },
  {
    id: "preview.cancel",
    title: "Cancel the preview",
    group: "Preview",
    icon: "square",
    enabled: ({ session }) => session?.preview.getState().state === "running" || "No preview is under way.",
    run: ({ session }) => session?.preview.cancel(),
  },
  {
    id: "preview.live",
    title: "Preview after every change",
    group: "Preview",
    keys: ["Alt+L"],
    icon: "zap",
    enabled: opened,
    run: ({ session }) => {
      if (session !== null) session.preview.change({ live: !session.preview.getState().live });
    },
  },
  {
    id: "preview.play",
    title: "Play or pause stream time",
    group: "Preview",
    keys: ["Alt+P"],
    icon: "play",
    enabled: hasResult,
    run: ({ session }) => {
      if (session === null) return;
      const { playing, step } = session.preview.getState();
      if (!playing && step === null) session.preview.setStep(0);
      session.preview.setState({ playing: !playing });
    },
  },
  ...moves(),
];

function moves(): Command[] {
  const move = (
    id: string,
    title: string,
    key: string,
    icon: string,
    to: (at: number, last: number) => number | null,
  ): Command => ({
    id: `preview.${id}`,
    title,
    group: "Preview",
    keys: [key],
    icon,
    enabled: hasResult,
    run: ({ session }) => {
      const { result, step } = session?.preview.getState() ?? {};
      const last = (result?.steps.length ?? 0) - 1;
      session?.preview.setStep(to(step ?? last, last));
    },
  });
  return [
    move("back", "Go back one step of the preview", "Alt+ArrowLeft", "skip-back", (at) => at - 1),
    move("forward", "Go on one step of the preview", "Alt+ArrowRight", "step-forward", (at) => at + 1),
    move("start", "Go to the first step of the preview", "Alt+Home", "skip-back", () => 0),
    move("end", "Go to the end of the preview", "Alt+End", "skip-forward", () => null),
  ];
}

function drawable(context: CommandContext): true | string {
  if (context.session === null) return "Open a pipeline first.";
  return context.session.document.getState().head !== null || "The file is not a pipeline that can be drawn.";
}

function hasResult({ session }: CommandContext): true | string {
  return (session !== null && session.preview.getState().result !== null) || "Preview the pipeline first.";
}
