import type { CanvasModel } from "../model/canvas-model.ts";
import type { Gesture, Pointer } from "./gesture.ts";

export function startPan(model: CanvasModel, from: Pointer): Gesture {
  const before = model.viewport;
  return {
    cursor: "grabbing",
    pansAtBorder: false,
    move: ({ screen }) =>
      model.setViewport({
        ...before,
        x: before.x + screen.x - from.screen.x,
        y: before.y + screen.y - from.screen.y,
      }),
    end: () => {},
    cancel: () => model.setViewport(before),
  };
}
