/** Commands of the canvas: when they are enabled, and the canvas that they work on. */
import { canvasOf } from "../canvas/model/canvas-of.ts";
import type { CanvasModel } from "../canvas/model/canvas-model.ts";
import { editable, opened, type Command, type CommandContext } from "./command.ts";

type Check = (model: CanvasModel, context: CommandContext) => true | string;

interface CanvasCommand extends Omit<Command, "enabled" | "run" | "group"> {
  readonly group?: Command["group"];
  readonly when?: Check;
  /** Also where the document can only be read. */
  readonly reads?: boolean;
  readonly run: (model: CanvasModel) => void | Promise<void>;
}

export function onCanvas({ when, reads = false, run, group = "Canvas", ...rest }: CanvasCommand): Command {
  return {
    ...rest,
    group,
    enabled: (context) => {
      const able = reads ? opened(context) : editable(context);
      if (able !== true || context.session === null) return able;
      return when?.(canvasOf(context.session), context) ?? true;
    },
    run: ({ session }) => (session === null ? undefined : run(canvasOf(session))),
  };
}

/** The keyboard is with the canvas, or with nothing. Keys that other controls need are the canvas' own only then. */
export function focused({ root }: CanvasModel): true | string {
  const active = document.activeElement;
  const here = active === root || active === null || active === document.body;
  return here && root !== null ? true : "Go to the canvas first.";
}

export function selected(least: number): Check {
  return ({ session }) => {
    const { nodes, notes, groups } = session.selection.getState();
    if (nodes.size + notes.size + groups.size >= least) return true;
    return least === 1
      ? "Select something on the canvas first."
      : `Select at least ${least === 2 ? "two" : "three"} things on the canvas.`;
  };
}

export function selectedNodes({ session }: CanvasModel): true | string {
  return session.selection.getState().nodes.size > 0 || "Select a node first.";
}

export function all(...checks: readonly Check[]): Check {
  return (model, context) => {
    for (const check of checks) {
      const answer = check(model, context);
      if (answer !== true) return answer;
    }
    return true;
  };
}
