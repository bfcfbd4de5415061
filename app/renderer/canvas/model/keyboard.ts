/** What the keyboard does on the canvas: walking along edges, moving, connecting without a pointer. */
import { notifyError } from "../../stores/workspace.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { connectorFrom } from "../can-connect.ts";
import type { CanvasModel } from "./canvas-model.ts";
import type { Point } from "./geometry.ts";
import { flowOrder, walk, type Step } from "./graph-walk.ts";
import { edgeId } from "./insert.ts";
import { movable, selectBoxes } from "./selecting.ts";
import { placeEdits, placeOf } from "./view-changes.ts";

/** The node that the next step starts from: what was selected last. */
export function currentNode({ session, scene }: CanvasModel): string | null {
  const last = [...session.selection.getState().nodes].at(-1);
  return last !== undefined && scene.root.pipeline.nodes.has(last) ? last : null;
}

export function step(model: CanvasModel, way: Step): void {
  const { pipeline } = model.scene.root;
  const boxOf = (id: string) => model.scene.boxes.get(model.shownBy(id));
  const at = currentNode(model);
  const next = at === null ? (flowOrder(pipeline, boxOf)[0] ?? null) : walk(pipeline, boxOf, at, way);
  if (next === null) {
    const words = {
      downstream: "Nothing follows",
      upstream: "Nothing comes before",
      next: "Nothing below",
      previous: "Nothing above",
    };
    model.say(words[way]);
    return;
  }
  goTo(model, next);
}

/** Tab: through all nodes in the order of the flow. False at the end, where the key leaves the canvas. */
export function tabTo(model: CanvasModel, by: 1 | -1): boolean {
  const order = flowOrder(model.scene.root.pipeline, (id) => model.scene.boxes.get(id));
  const at = currentNode(model);
  const index = at === null ? (by === 1 ? 0 : -1) : order.indexOf(at) + by;
  const next = index < 0 ? undefined : order[index];
  if (next === undefined) return false;
  goTo(model, next);
  return true;
}

export function canTab(model: CanvasModel, by: 1 | -1): boolean {
  const order = flowOrder(model.scene.root.pipeline, (id) => model.scene.boxes.get(id));
  const at = currentNode(model);
  return at === null
    ? by === 1 && order.length > 0
    : order[order.indexOf(at) + by] !== undefined && order.indexOf(at) + by >= 0;
}

function goTo(model: CanvasModel, id: string): void {
  selectBoxes(model, [id]);
  model.bring(id);
  describe(model, id);
}

function describe(model: CanvasModel, id: string): void {
  const node = model.scene.root.pipeline.nodes.get(id);
  if (node === undefined) return;
  const facts = nodeFacts(node);
  const problems = model.session.analysis.getState().byNode.get(id)?.length ?? 0;
  const parts = [
    node.name,
    facts.operator?.title ?? node.type,
    facts.line,
    problems === 0 ? "" : `${problems} ${problems === 1 ? "problem" : "problems"}`,
    model.shownBy(id) === id ? "" : "in a collapsed group",
  ];
  const { marked } = model.view.getState();
  if (marked !== null && marked.node !== id)
    parts.push(`Enter connects ${model.scene.root.pipeline.nodes.get(marked.node)?.name ?? ""}`);
  model.say(parts.filter((part) => part !== "").join(", "));
}

/** By world units; one step of undo for strokes in a row. */
export function nudge(model: CanvasModel, by: Point): void {
  const ids = movable(model);
  const places = new Map<string, Point>();
  for (const id of ids) {
    const place = placeOf(model.scene, model.spare, id);
    if (place !== undefined) places.set(id, { x: place.x + by.x, y: place.y + by.y });
  }
  if (places.size === 0) return;
  const [first] = places.keys();
  const name = places.size === 1 ? model.scene.root.pipeline.nodes.get(first ?? "")?.name : undefined;
  model.session.document.commit({
    label: name === undefined ? (places.size === 1 ? "Move note" : `Move ${places.size} nodes`) : `Move ${name}`,
    edits: placeEdits(model.scene, places, model.spare),
    merge: `nudge ${[...places.keys()].slice(0, 50).join(" ")} ${places.size}`,
  });
  for (const id of places.keys()) model.bring(id);
}

/** Marks the output that the next edge starts from; again: the next output of the same node. */
export function markPort(model: CanvasModel): void {
  const id = currentNode(model);
  const node = id === null ? undefined : model.scene.root.pipeline.nodes.get(id);
  if (node === undefined) return;
  const ports = nodeFacts(node).ports.outputs;
  if (ports.length === 0) {
    model.say(`${node.name} has no output`);
    return;
  }
  const { marked } = model.view.getState();
  const at = marked?.node === node.id ? ports.findIndex(({ name }) => name === marked.port) + 1 : 0;
  const port = ports[at % ports.length];
  if (port === undefined) return;
  model.view.setState({ marked: { node: node.id, port: port.name } });
  model.say(`${port.label} of ${node.name} marked. Go to a node and press Enter to connect, Escape to leave it.`);
}

export function unmark(model: CanvasModel): void {
  model.view.setState({ marked: null });
  model.say("No port marked");
}

/** From the marked port to the selected node. */
export function connectMarked(model: CanvasModel): void {
  const { marked } = model.view.getState();
  const id = currentNode(model);
  const { pipeline } = model.scene.root;
  const [source, target] = [pipeline.nodes.get(marked?.node ?? ""), pipeline.nodes.get(id ?? "")];
  if (marked === null || source === undefined || target === undefined) return;
  const check = connectorFrom(pipeline, model.session.analysis.getState().types, { port: marked, side: "outputs" });
  const ports = nodeFacts(target).ports.inputs.map(({ name }) => ({ node: target.id, port: name }));
  const used = new Set(
    (model.scene.linksOf.get(model.shownBy(target.id)) ?? []).map(({ edge }) => `${edge.to.node}.${edge.to.port}`),
  );
  const open = ports.filter((port) => check(port) === true);
  const to = open.find(({ node, port }) => !used.has(`${node}.${port}`)) ?? open[0];
  if (to === undefined) {
    const [first] = ports;
    const reason = first === undefined ? `${target.name} has no input.` : check(first);
    model.say(reason === true ? "It cannot be connected." : reason);
    model.showHint(reason === true ? "It cannot be connected." : reason, target.id);
    return;
  }
  try {
    model.session.document.commit({
      label: `Connect ${source.name} to ${target.name}`,
      edits: [{ edit: "connect", id: edgeId(pipeline), from: marked, to }],
    });
    model.view.setState({ marked: null });
    model.say(`${source.name} connected to ${target.name}`);
  } catch (error) {
    notifyError(error);
  }
}
