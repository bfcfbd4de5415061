/** The graph as the layout library wants it, and its answer as places. Pure. */
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import { centreOf, distance, type Point, type Rect } from "./geometry.ts";
import type { NodeBox, Scene } from "./scene.ts";
import { columnGap, groupPad, groupTitle, portY, rowGap } from "./sizes.ts";

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.layered.spacing.nodeNodeBetweenLayers": String(columnGap),
  "elk.spacing.nodeNode": String(rowGap),
  "elk.spacing.componentComponent": "60",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.edgeRouting": "SPLINES",
} as const;
/** Network simplex grows faster than the graph. */
const large = 400;

/** `only`: these nodes; all where null. Groups stay together, as boxes in the layout, unless only a part is laid out. */
export function toElk(scene: Scene, only: ReadonlySet<string> | null): ElkNode {
  const boxes = scene.nodes.filter(({ id }) => only?.has(id) ?? true);
  const taken = new Set(boxes.map(({ id }) => id));
  const grouped = new Map<string, ElkNode[]>();
  const children: ElkNode[] = [];
  for (const box of boxes.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    const group = only === null ? scene.groupOf.get(box.id) : undefined;
    const made = elkNode(box);
    if (group === undefined) children.push(made);
    else if (grouped.has(group)) grouped.get(group)?.push(made);
    else grouped.set(group, [made]);
  }
  for (const [id, members] of grouped) children.push({ id: `group ${id}`, children: members, layoutOptions: frame });
  // A collapsed group is a box like others.
  if (only === null)
    for (const { id, width, height, collapsed } of scene.groups)
      if (collapsed) children.push({ id: `group ${id}`, width, height });
  // An unknown operator has no ports that are known: its edges end at the node.
  const known = new Set(
    boxes.flatMap(({ id, facts: { ports } }) => [...ports.inputs, ...ports.outputs].map(({ name }) => `${id}.${name}`)),
  );
  const edges = [...scene.links.values()].flatMap(({ id, edge, from, to }): ElkExtendedEdge[] => {
    const end = (box: string, port: string): string | null =>
      taken.has(box)
        ? known.has(`${box}.${port}`)
          ? `${box}.${port}`
          : box
        : only === null && scene.boxes.get(box)?.item === "group"
          ? `group ${box}`
          : null;
    const [source, target] = [end(from.box, edge.from.port), end(to.box, edge.to.port)];
    return source === null || target === null ? [] : [{ id, sources: [source], targets: [target] }];
  });
  const placement =
    boxes.length > large
      ? { "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF", "elk.layered.thoroughness": "3" }
      : {};
  return { id: "root", layoutOptions: { ...options, ...placement }, children, edges };
}

const frame = {
  "elk.padding": `[top=${groupTitle + groupPad},left=${groupPad},bottom=${groupPad},right=${groupPad}]`,
};

function elkNode({ id, width, height, facts }: NodeBox): ElkNode {
  const port = (name: string, index: number, side: "WEST" | "EAST") => ({
    id: `${id}.${name}`,
    x: side === "WEST" ? 0 : width,
    y: portY(index),
    width: 0,
    height: 0,
    layoutOptions: { "elk.port.side": side },
  });
  const { inputs, outputs } = facts.ports;
  // Two ports of one name on both sides are one port to the library: the output's is dropped, its edges leave from the node.
  const names = new Set(inputs.map(({ name }) => name));
  return {
    id,
    width,
    height,
    layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    ports: [
      ...inputs.map(({ name }, index) => port(name, index, "WEST")),
      ...outputs.filter(({ name }) => !names.has(name)).map(({ name }, index) => port(name, index, "EAST")),
    ],
  };
}

/** Places from the answer, on whole pixels, the middle of what was laid out kept where it was. Members of collapsed groups move along. */
export function fromElk(scene: Scene, answer: ElkNode, keep: Rect | null): ReadonlyMap<string, Point> {
  const found = new Map<string, Point>();
  const collect = (nodes: readonly ElkNode[], base: Point): void => {
    for (const { id, x = 0, y = 0, children } of nodes) {
      const at = { x: base.x + x, y: base.y + y };
      if (!id.startsWith("group ")) found.set(id, at);
      else if (children === undefined) moveMembers(scene, id.slice(6), at, found);
      collect(children ?? [], at);
    }
  };
  collect(answer.children ?? [], { x: 0, y: 0 });
  const left = Math.min(...[...found.values()].map(({ x }) => x));
  const top = Math.min(...[...found.values()].map(({ y }) => y));
  const shift = keep === null ? { x: -left, y: -top } : { x: keep.x - left, y: keep.y - top };
  return new Map([...found].map(([id, { x, y }]) => [id, { x: round(x + shift.x), y: round(y + shift.y) }]));
}

function moveMembers(scene: Scene, group: string, to: Point, found: Map<string, Point>): void {
  const box = scene.boxes.get(group);
  if (box?.item !== "group") return;
  for (const id of box.group.nodes) {
    const { x, y } = scene.root.layout.nodes.get(id) ?? box;
    found.set(id, { x: x + to.x - box.x, y: y + to.y - box.y });
  }
}

/** Notes go with the node that they stand nearest to. */
export function moveNotes(scene: Scene, places: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
  const moved = new Map<string, Point>();
  const boxes = scene.nodes.filter(({ id }) => places.has(id));
  for (const note of scene.notes) {
    let best: { readonly box: NodeBox; readonly far: number } | null = null;
    for (const box of boxes) {
      const far = distance(centreOf(box), centreOf(note));
      if (best === null || far < best.far) best = { box, far };
    }
    const to = best === null ? undefined : places.get(best.box.id);
    if (best !== null && to !== undefined && best.far < 600)
      moved.set(note.id, { x: round(note.x + to.x - best.box.x), y: round(note.y + to.y - best.box.y) });
  }
  return moved;
}

function round(value: number): number {
  return Math.round(value / 4) * 4;
}
