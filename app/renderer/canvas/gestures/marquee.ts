import type { CanvasModel } from "../model/canvas-model.ts";
import { distance, rectBetween } from "../model/geometry.ts";
import { inflate, intersects, encloses, type Rect } from "../model/geometry.ts";
import { selectBoxes, selectionOf } from "../model/selecting.ts";
import { threshold, type Gesture, type Pointer } from "./gesture.ts";

/** Selects what it touches; groups only when it holds them whole. With Shift it adds to what was selected. */
export function startMarquee(model: CanvasModel, from: Pointer): Gesture {
  const before = selectionOf(model);
  const kept = from.shift || from.mod ? before : new Set<string>();
  let begun = false;
  let last = "";
  return {
    cursor: "default",
    pansAtBorder: true,
    move(to) {
      begun ||= distance(from.screen, to.screen) > threshold;
      if (!begun) return;
      model.marquee = rectBetween(from.world, to.world);
      const found = touched(model, model.marquee);
      const key = `${found.length} ${found[0] ?? ""} ${found.at(-1) ?? ""}`;
      if (key !== last) selectBoxes(model, [...kept, ...found]);
      last = key;
      model.invalidate();
    },
    end() {
      if (!begun && kept.size === 0) model.session.selection.clear();
      if (begun) model.say(countText(selectionOf(model).size));
      model.marquee = null;
      model.invalidate();
    },
    cancel() {
      selectBoxes(model, before);
      model.marquee = null;
      model.invalidate();
    },
  };
}

function touched(model: CanvasModel, area: Rect): string[] {
  const found: string[] = [];
  for (const box of model.scene.index.find(inflate(area, 1)))
    if (box.item === "group" && !box.collapsed ? encloses(area, box) : intersects(box, area)) found.push(box.id);
  return found;
}

function countText(count: number): string {
  return count === 0 ? "Nothing selected" : count === 1 ? "1 item selected" : `${count} items selected`;
}
