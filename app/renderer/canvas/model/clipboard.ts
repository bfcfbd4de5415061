/** Copy, cut, paste and duplicate on the canvas. */
import { deleteSelection } from "../../commands/delete-selection.ts";
import { notify } from "../../stores/workspace.ts";
import type { CanvasModel } from "./canvas-model.ts";
import { copyFragment, pasteFragment } from "./fragment.ts";
import { unionOf, type Point } from "./geometry.ts";
import { selectBoxes } from "./selecting.ts";
import { placeEdits, placeOf } from "./view-changes.ts";
import { bringInto } from "./viewport.ts";

/** The selection as text; null where no node or note is selected. Groups stand for their members. */
export function copyText(model: CanvasModel): string | null {
  const { nodes, notes, groups } = model.session.selection.getState();
  const all = new Set(nodes);
  for (const id of groups) for (const node of model.scene.root.layout.groups.get(id)?.nodes ?? []) all.add(node);
  const text = copyFragment(model.scene.root, all, notes, (id) => placeOf(model.scene, model.spare, id));
  if (text !== null) model.say(`${all.size + notes.size} copied`);
  return text;
}

export function deleteCopied(model: CanvasModel): void {
  if (!model.session.document.getState().readOnly) deleteSelection(model.session);
}

export function pasteText(model: CanvasModel, text: string): void {
  const middle = model.worldAt({ x: model.size.width / 2, y: model.size.height / 2 });
  paste(model, text, middle, "Paste");
}

export function duplicate(model: CanvasModel): void {
  const text = copyText(model);
  if (text !== null) paste(model, text, null, "Duplicate");
}

function paste(model: CanvasModel, text: string, middle: Point | null, verb: "Paste" | "Duplicate"): void {
  const { document } = model.session;
  if (document.getState().head === null) return;
  if (document.getState().readOnly) {
    notify("info", "This pipeline can only be read.");
    return;
  }
  const pasted = pasteFragment(model.scene.root, text, middle === null ? null : clearOf(model, middle));
  if (typeof pasted === "string") {
    notify("info", pasted, "Copy nodes from a canvas of Weir first.");
    model.say(pasted);
    return;
  }
  const count = pasted.nodes.length + pasted.notes.length;
  const things = `${count} ${count === 1 ? "item" : "items"}`;
  document.commit({
    label: `${verb} ${things}`,
    edits: [...placeEdits(model.scene, new Map(), model.spare), ...pasted.edits],
    touched: pasted.nodes,
  });
  selectBoxes(model, [...pasted.nodes, ...pasted.notes]);
  const rect = unionOf([...pasted.nodes, ...pasted.notes].flatMap((id) => model.scene.boxes.get(id) ?? []));
  if (rect !== null) {
    const view = bringInto(model.viewport, rect, model.size);
    if (view !== model.viewport) model.moveTo(view);
  }
  model.say(`${things} ${verb === "Paste" ? "pasted" : "duplicated"}`);
}

/** A second paste does not hide the first. */
function clearOf(model: CanvasModel, middle: Point): Point {
  let at = middle;
  for (let tries = 0; tries < 20; tries += 1) {
    const { x, y } = at;
    const hidden = [...model.scene.index.find({ x: x - 4, y: y - 4, width: 8, height: 8 })].some(
      (box) => box.item !== "group",
    );
    if (!hidden) return at;
    at = { x: x + 40, y: y + 40 };
  }
  return at;
}
