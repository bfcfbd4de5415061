/** What has elements now: boxes and labels near the window. Frames move them without this component. */
import { useStore } from "zustand";
import { useCanvas } from "./canvas-context.tsx";
import { EdgeLabel } from "./edge-label.tsx";
import { GroupView } from "./group-view.tsx";
import { NodeView } from "./node-view.tsx";
import { NoteView } from "./note-view.tsx";

export function World() {
  const model = useCanvas();
  const boxes = useStore(model.view, (state) => state.boxes);
  const links = useStore(model.view, (state) => state.links);
  return (
    <>
      {boxes.map((id) => (
        <BoxView key={id} id={id} />
      ))}
      {links.map((id) => (
        <LinkView key={id} id={id} />
      ))}
    </>
  );
}

function BoxView({ id }: { readonly id: string }) {
  const box = useStore(useCanvas().scenes, ({ scene }) => scene.boxes.get(id));
  if (box === undefined) return null;
  if (box.item === "node") return <NodeView box={box} />;
  return box.item === "note" ? <NoteView box={box} /> : <GroupView box={box} />;
}

/** A link is a new object in every scene; its label is drawn again only when an end or its edge is another. */
function LinkView({ id }: { readonly id: string }) {
  const model = useCanvas();
  useStore(model.scenes, ({ scene }) => {
    const link = scene.links.get(id);
    if (link === undefined) return "";
    const [a, b] = [scene.boxes.get(link.from.box), scene.boxes.get(link.to.box)];
    return `${link.edge.from.node}.${link.edge.from.port} ${link.edge.to.port} ${a?.x} ${a?.y} ${link.from.dy} ${b?.x} ${b?.y} ${link.to.dy}`;
  });
  const link = model.scene.links.get(id);
  return link === undefined ? null : <EdgeLabel link={link} />;
}
