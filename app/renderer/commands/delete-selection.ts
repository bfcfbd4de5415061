/** Deleting what is selected, as one step. Members of a collapsed group go with it; of an open one only the frame goes. */
import type { StudioEdit } from "../../../shared/pipeline/studio-document.ts";
import type { Session } from "../stores/session.tsx";

export function deleteSelection({ document, selection }: Session): void {
  const chosen = selection.getState();
  const root = document.getState().head?.root;
  if (root === undefined) return;
  const { pipeline, layout } = root;
  const nodes = new Set(chosen.nodes);
  for (const id of chosen.groups) {
    const group = layout.groups.get(id);
    if (group?.collapsed === true) for (const node of group.nodes) nodes.add(node);
  }
  const present = [...nodes].filter((id) => pipeline.nodes.has(id));
  const edges = [...chosen.edges].filter((id) => {
    const edge = pipeline.edges.get(id);
    return edge !== undefined && !nodes.has(edge.from.node) && !nodes.has(edge.to.node);
  });
  // With its last member a group goes by itself.
  const groups = [...chosen.groups].filter((id) => layout.groups.has(id));
  const notes = [...chosen.notes].filter((id) => layout.notes.has(id));
  const count = present.length + edges.length + notes.length + groups.length;
  if (count === 0) return;
  const [only] = present;
  const name = count === 1 && only !== undefined ? pipeline.nodes.get(only)?.name : undefined;
  const item = edges.length === 1 ? "edge" : notes.length === 1 ? "note" : "item";
  document.commit({
    label: name === undefined ? (count === 1 ? `Delete ${item}` : `Delete ${count} items`) : `Delete ${name}`,
    edits: [
      ...edges.map((id): StudioEdit => ({ edit: "disconnect", id })),
      ...groups.map((id): StudioEdit => ({ edit: "putGroup", id, group: null })),
      ...notes.map((id): StudioEdit => ({ edit: "putNote", id, note: null })),
      ...present.map((id): StudioEdit => ({ edit: "removeNode", id })),
    ],
  });
  selection.clear();
}
