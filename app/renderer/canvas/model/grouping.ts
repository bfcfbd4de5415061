/** Groups of nodes: making, opening and dissolving them. */
import { makeId } from "../../../../shared/pipeline/ids.ts";
import type { Group } from "../../../../shared/pipeline/layout.ts";
import type { StudioEdit } from "../../../../shared/pipeline/studio-document.ts";
import type { CanvasModel } from "./canvas-model.ts";
import { freeName } from "./new-node.ts";
import { selectBoxes } from "./selecting.ts";
import { placeEdits } from "./view-changes.ts";

/** Groups the selected nodes; its title can be typed at once. */
export function groupSelection(model: CanvasModel): void {
  const { nodes, groups } = model.session.selection.getState();
  const { layout, pipeline } = model.scene.root;
  const members = new Set(nodes);
  for (const id of groups) for (const node of layout.groups.get(id)?.nodes ?? []) members.add(node);
  if (members.size === 0) return;
  const id = makeId(
    "g",
    Math.random,
    (taken) => layout.groups.has(taken) || pipeline.nodes.has(taken) || layout.notes.has(taken),
  );
  const title = freeName("Group", new Set([...layout.groups.values()].map((group) => group.title)));
  const count = members.size === 1 ? "1 node" : `${members.size} nodes`;
  model.session.document.commit({
    label: `Group ${count}`,
    edits: [
      ...placeEdits(model.scene, new Map(), model.spare),
      { edit: "putGroup", id, group: { title, nodes: [...members] } },
    ],
    touched: [...members],
  });
  selectBoxes(model, [id]);
  model.view.setState({ editing: { item: "group", id } });
  model.say(`${count} grouped`);
}

export function ungroupSelection(model: CanvasModel): void {
  const { nodes, groups } = model.session.selection.getState();
  const gone = new Set(groups);
  for (const node of nodes) {
    const group = model.scene.groupOf.get(node);
    if (group !== undefined) gone.add(group);
  }
  const { layout } = model.scene.root;
  const members = [...gone].flatMap((id) => layout.groups.get(id)?.nodes ?? []);
  model.session.document.commit({
    label: gone.size === 1 ? "Ungroup" : `Ungroup ${gone.size} groups`,
    edits: [...gone].map((id): StudioEdit => ({ edit: "putGroup", id, group: null })),
    touched: members,
  });
  selectBoxes(model, members);
  model.say("Ungrouped");
}

export function toggleGroup(model: CanvasModel, id: string): void {
  const group = model.scene.root.layout.groups.get(id);
  if (group === undefined) return;
  const collapsed = group.collapsed !== true;
  model.session.document.commit({
    label: `${collapsed ? "Collapse" : "Open"} ${group.title}`,
    edits: [
      ...placeEdits(model.scene, new Map(), model.spare),
      { edit: "putGroup", id, group: { ...asEdit(group), collapsed } },
    ],
    touched: [],
  });
  selectBoxes(model, [id]);
  model.say(`${group.title} ${collapsed ? "collapsed" : "open"}`);
}

function asEdit({ title, color, nodes }: Group) {
  return { title, nodes: [...nodes], ...(color === undefined ? {} : { color }) };
}
