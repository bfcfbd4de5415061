/** Dragging an operator from the palette onto the canvas, by pointer events: it works with touch, and over an edge it goes between. */
import type { AnyOperator } from "../../../shared/operators/operator.ts";
import type { CanvasModel } from "../canvas/model/canvas-model.ts";
import { distance, type Point } from "../canvas/model/geometry.ts";
import { edgeAt } from "../canvas/model/hit-test.ts";
import { insertOperator, insertScene } from "../canvas/model/inserting.ts";
import { fits } from "../canvas/model/insert.ts";
import { nodeWidth, portY } from "../canvas/model/sizes.ts";
import { rememberUse } from "./recent.ts";

export function startGrab(model: CanvasModel, operator: AnyOperator, down: React.PointerEvent<HTMLElement>): void {
  if (down.button !== 0) return;
  const from = { x: down.clientX, y: down.clientY };
  const row = down.currentTarget;
  const stop = new AbortController();
  const { signal } = stop;
  let begun = false;

  const finish = (): void => {
    stop.abort();
    model.dropEdge = null;
    model.view.setState({ ghost: null });
  };
  const moved = (event: PointerEvent): void => {
    begun ||= distance(from, { x: event.clientX, y: event.clientY }) > 5;
    if (!begun) return;
    const screen = onCanvas(model, event);
    model.dropEdge = screen === null ? null : edgeFor(model, operator, model.worldAt(screen));
    model.view.setState({ ghost: screen === null ? null : { type: operator.type, screen } });
    model.invalidate();
  };
  const released = (event: PointerEvent): void => {
    const screen = begun ? onCanvas(model, event) : null;
    const edge = model.dropEdge;
    finish();
    if (begun) suppressClick(row);
    if (screen === null) return;
    const at = model.worldAt(screen);
    rememberUse(operator.type);
    insertOperator(
      model,
      operator,
      edge === null
        ? { kind: "free", at: { x: at.x - nodeWidth / 2, y: at.y - portY(0) } }
        : { kind: "edge", edge, at },
    );
    model.focus();
  };
  window.addEventListener("pointermove", moved, { signal });
  window.addEventListener("pointerup", released, { signal });
  window.addEventListener("pointercancel", finish, { signal });
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      finish();
    },
    { signal, capture: true },
  );
}

function edgeFor(model: CanvasModel, operator: AnyOperator, world: Point): string | null {
  const hit = edgeAt(model, world, 16);
  if (hit === null) return null;
  return fits(insertScene(model), operator, { kind: "edge", edge: hit.id, at: world }) ? hit.id : null;
}

/** Null outside of the canvas. */
function onCanvas(model: CanvasModel, { clientX, clientY }: PointerEvent): Point | null {
  const box = model.root?.getBoundingClientRect();
  if (box === undefined) return null;
  const at = { x: clientX - box.left, y: clientY - box.top };
  return at.x < 0 || at.y < 0 || at.x > box.width || at.y > box.height ? null : at;
}

/** The click that follows a drag back onto its row would add the operator once more. */
function suppressClick(row: HTMLElement): void {
  const stop = new AbortController();
  row.addEventListener(
    "click",
    (event) => {
      event.stopPropagation();
      event.preventDefault();
    },
    { signal: stop.signal, capture: true },
  );
  setTimeout(() => stop.abort(), 0);
}
