/** Copy, cut and paste by menu and command palette. Their keys are the browser's: its own events carry the text (use-clipboard-events.ts). */
import type { CanvasModel } from "../canvas/model/canvas-model.ts";
import { copyText, deleteCopied, pasteText } from "../canvas/model/clipboard.ts";
import { notify } from "../stores/workspace.ts";
import type { Command } from "./command.ts";
import { onCanvas, selected } from "./on-canvas.ts";

export const clipboardCommands: readonly Command[] = [
  onCanvas({
    id: "clipboard.copy",
    title: "Copy",
    group: "Edit",
    keys: ["Mod+C"],
    native: true,
    icon: "copy",
    reads: true,
    when: selected(1),
    run: async (model) => {
      await write(model);
    },
  }),
  onCanvas({
    id: "clipboard.cut",
    title: "Cut",
    group: "Edit",
    keys: ["Mod+X"],
    native: true,
    icon: "scissors",
    when: selected(1),
    run: async (model) => {
      if (await write(model)) deleteCopied(model);
    },
  }),
  onCanvas({
    id: "clipboard.paste",
    title: "Paste",
    group: "Edit",
    keys: ["Mod+V"],
    native: true,
    icon: "clipboard",
    run: async (model) => {
      const text = await navigator.clipboard.readText().catch(() => null);
      if (text === null)
        notify("info", "The browser does not hand out the clipboard.", "Press Ctrl V (on a Mac ⌘V) on the canvas.");
      else pasteText(model, text);
    },
  }),
];

async function write(model: CanvasModel): Promise<boolean> {
  const text = copyText(model);
  if (text === null) return false;
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  if (!done) notify("info", "The browser does not take the clipboard.", "Press Ctrl C (on a Mac ⌘C) on the canvas.");
  return done;
}
