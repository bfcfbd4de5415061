/** Every command by name. Modules are loaded when they are needed, so that `weir version` starts at once. */
import type { Command } from "./command.ts";

export const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  help: () => import("./commands/help.ts"),
  version: () => import("./commands/version.ts"),
};
