/** Every command by name. Modules are loaded when they are needed, so that `weir version` starts at once. */
import type { Command } from "./command.ts";

export const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  run: () => import("./commands/run.ts"),
  simulate: () => import("./commands/simulate.ts"),
  test: () => import("./commands/test.ts"),
  validate: () => import("./commands/validate.ts"),
  plan: () => import("./commands/plan.ts"),
  fmt: () => import("./commands/fmt.ts"),
  diff: () => import("./commands/diff.ts"),
  topics: () => import("./commands/topics.ts"),
  studio: () => import("./commands/studio.ts"),
  demo: () => import("./commands/demo.ts"),
  dev: () => import("./commands/dev.ts"),
  schema: () => import("./commands/schema.ts"),
  "merge-driver": () => import("./commands/merge-driver.ts"),
  help: () => import("./commands/help.ts"),
  version: () => import("./commands/version.ts"),
};
