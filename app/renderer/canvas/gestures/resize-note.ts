import type { CanvasModel } from "../model/canvas-model.ts";
import { snapTo } from "../model/geometry.ts";
import { gridStep, noteMin } from "../model/sizes.ts";
import type { Gesture, Pointer } from "./gesture.ts";

export function startResize(model: CanvasModel, from: Pointer, id: string): Gesture {
  const box = model.scene.boxes.get(id);
  const done = (): void => {
    model.resizing = null;
    model.invalidate();
  };
  return {
    cursor: "nwse-resize",
    pansAtBorder: false,
    move({ world, alt }) {
      if (box === undefined) return;
      const grid = (value: number): number => Math.max(noteMin, alt ? Math.round(value) : snapTo(value, gridStep / 2));
      const width = grid(box.width + world.x - from.world.x);
      const height = grid(box.height + world.y - from.world.y);
      model.resizing = { id, width, height };
      model.invalidate();
    },
    end() {
      const size = model.resizing;
      const note = model.scene.root.layout.notes.get(id);
      done();
      if (size === null || note === undefined) return;
      const { width, height } = size;
      model.session.document.commit({
        label: "Resize note",
        edits: [{ edit: "putNote", id, note: { ...note, width, height } }],
      });
    },
    cancel: done,
  };
}
