/** Starting and stopping what is on the screen. */
import { formatPipeline } from "../../../shared/validation/open.ts";
import { toHostError } from "../host/host-error.ts";
import { environmentStore } from "../stores/environments.ts";
import { runOf, runsStore } from "../stores/runs.ts";
import type { Session } from "../stores/session.tsx";
import { shellStore } from "../stores/shell.ts";
import { notifyError, workspaceStore } from "../stores/workspace.ts";
import type { Command, CommandContext } from "./command.ts";
import { showBottom } from "./preview.ts";

export const runCommands: readonly Command[] = [
  {
    id: "run.start",
    title: "Run the pipeline",
    group: "Run",
    keys: ["Alt+R"],
    icon: "play",
    enabled: canStart,
    run: start,
  },
  {
    id: "run.stop",
    title: "Stop the run",
    group: "Run",
    keys: ["Alt+S"],
    icon: "square",
    enabled: ({ session }) => (session !== null && isRunning(session) ? true : "Nothing runs."),
    run: async ({ host, session }) => {
      const run = session === null ? null : runOf(runsStore.getState(), session.document.getState().file);
      if (run !== null) await host.call("run.stop", { run: run.snapshot.run }).catch(notifyError);
    },
  },
  {
    id: "run.live",
    title: "Show the records that pass",
    group: "Run",
    icon: "activity",
    enabled: ({ session }) => (session !== null && isRunning(session) ? true : "Nothing runs."),
    run: () => showBottom("live"),
  },
];

export function isRunning(session: Session): boolean {
  const state = runOf(runsStore.getState(), session.document.getState().file)?.snapshot.state;
  return state === "starting" || state === "running" || state === "stopping";
}

function canStart({ session }: CommandContext): true | string {
  if (session === null) return "Open a pipeline first.";
  if (session.document.getState().head === null) return "The file is not a pipeline.";
  if (isRunning(session)) return "It runs already.";
  const errors = session.analysis.getState().diagnostics.filter(({ severity }) => severity === "error").length;
  if (errors > 0) return errors === 1 ? "One problem hinders it." : `${errors} problems hinder it.`;
  if (workspaceStore.getState().workspace?.trusted !== true)
    return "Trust this folder first: a run reaches the outside.";
  return true;
}

async function start({ host, session }: CommandContext): Promise<void> {
  if (session === null) return;
  const { file, head } = session.document.getState();
  if (head === null) return;
  const { chosen } = environmentStore.getState();
  // What was looked at before as a preview is looked at now as it happens.
  shellStore.setState(({ bottom }) => (bottom === "preview" ? { bottom: "live" } : {}));
  try {
    await host.call("run.start", {
      file,
      pipeline: formatPipeline(head.root.pipeline),
      environment: chosen ?? "embedded",
      threads: 1,
    });
  } catch (error) {
    notifyError(error);
    const { node, diagnostics } = toHostError(error);
    const at = node ?? diagnostics.find((finding) => finding.node !== undefined)?.node ?? null;
    if (at !== null && head.root.pipeline.nodes.has(at)) session.selection.show(at);
  }
}
