/** Adding nodes to a canvas: what commands, the palette, quick add and drops share. */
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import { notify, notifyError } from "../../stores/workspace.ts";
import type { CanvasModel } from "./canvas-model.ts";
import { intersects, type Rect } from "./geometry.ts";
import { nextPort, planInsertion, type InsertScene, type InsertTarget } from "./insert.ts";
import { placeEdits } from "./view-changes.ts";
import { bringInto } from "./viewport.ts";

export function insertScene(model: CanvasModel): InsertScene {
  const { scene } = model;
  return {
    pipeline: scene.root.pipeline,
    types: model.session.analysis.getState().types,
    boxOf: (node) => scene.boxes.get(model.shownBy(node)),
    isTaken: (area: Rect) => {
      for (const box of scene.index.find(area))
        if (box.item !== "group" || box.collapsed) if (intersects(box, area)) return true;
      return false;
    },
  };
}

/** One step of undo. The new node is selected and on the screen; its id, or null where it could not be added. */
export function insertOperator(model: CanvasModel, operator: AnyOperator, target: InsertTarget): string | null {
  const planned = planInsertion(insertScene(model), operator, target);
  if (typeof planned === "string") {
    notify("info", planned);
    model.say(planned);
    return null;
  }
  const { node, edits } = planned;
  try {
    const label = target.kind === "edge" ? `Put ${node.name} on the edge` : `Add ${node.name}`;
    model.session.document.commit({
      label,
      edits: [...placeEdits(model.scene, new Map(), model.spare), ...edits],
      touched: [node.id],
    });
  } catch (error) {
    notifyError(error);
    return null;
  }
  model.session.selection.select([node.id]);
  const box = model.scene.boxes.get(node.id);
  if (box !== undefined) {
    const view = bringInto(model.viewport, box, model.size);
    if (view !== model.viewport) model.moveTo(view);
  }
  model.say(`${node.name} added`);
  return node.id;
}

/** Where an operator goes when nobody says where: after the one selected node, onto the one selected edge, else into the middle of the view. */
export function defaultTarget(model: CanvasModel, operator: AnyOperator | null, connected: boolean): InsertTarget {
  const { nodes, edges } = model.session.selection.getState();
  const middle = model.worldAt({ x: model.size.width / 2, y: model.size.height / 2 });
  const [edge] = edges.size === 1 && nodes.size === 0 ? edges : [];
  if (connected && edge !== undefined) {
    const link = model.scene.links.get(edge);
    if (link !== undefined) return { kind: "edge", edge, at: middleOfLink(model, edge) ?? middle };
  }
  const [only] = nodes.size === 1 ? nodes : [];
  const node = only === undefined ? undefined : model.scene.root.pipeline.nodes.get(only);
  if (connected && node !== undefined) {
    const side = operator?.group === "sources" ? "inputs" : "outputs";
    const port = nextPort(model.scene.root.pipeline, node, side);
    if (port !== null) return { kind: "port", port, side, at: null };
  }
  const box = only === undefined ? undefined : model.scene.boxes.get(only);
  if (box !== undefined) return { kind: "free", at: { x: box.x + box.width + 80, y: box.y } };
  return { kind: "free", at: { x: middle.x - 98, y: middle.y - 40 } };
}

function middleOfLink(model: CanvasModel, edge: string) {
  const link = model.scene.links.get(edge);
  if (link === undefined) return null;
  const curve = model.curveOf(link);
  const [a, b] = curve.kind === "curve" ? [curve.from, curve.to] : [curve.points[2], curve.points[3]];
  return a === undefined || b === undefined ? null : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
