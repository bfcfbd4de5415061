/** Every command; one more area is one more line. */
import type { Command, CommandContext } from "./command.ts";
import { canvasCommands } from "./canvas.ts";
import { clipboardCommands } from "./clipboard.ts";
import { editCommands } from "./edit.ts";
import { fileCommands } from "./file.ts";
import { helpCommands } from "./help.ts";
import { inspectorCommands } from "./inspector.ts";
import { insertCommands } from "./insert.ts";
import { previewCommands } from "./preview.ts";
import { runCommands } from "./run.ts";
import { testCommands } from "./tests.ts";
import { understandCommands } from "./understand.ts";
import { viewCommands } from "./view.ts";
import { host } from "../host/connect.ts";
import { preferencesStore } from "../stores/preferences.ts";
import { activeSession, notifyError } from "../stores/workspace.ts";

export const commands: readonly Command[] = [
  ...fileCommands,
  ...editCommands,
  ...clipboardCommands,
  ...canvasCommands,
  ...insertCommands,
  ...viewCommands,
  ...previewCommands,
  ...testCommands,
  ...understandCommands,
  ...runCommands,
  ...inspectorCommands,
  ...helpCommands,
];

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandContext(): CommandContext {
  return { host, session: activeSession() };
}

/** Keys that lead to a command now: the user's own, else its defaults. */
export function keysOf(command: Command): readonly string[] {
  const own = preferencesStore.getState().keys[command.id];
  if (own === undefined) return command.keys ?? [];
  return own === "" ? [] : [own];
}

export function findCommand(id: string): Command | undefined {
  return byId.get(id);
}

export function runCommand(id: string): void {
  const command = byId.get(id);
  const context = commandContext();
  if (command === undefined || command.enabled(context) !== true) return;
  Promise.resolve(command.run(context)).catch(notifyError);
}
