/** The operator that is dragged from the palette, where it would stand. */
import { useStore } from "zustand";
import { catalogue } from "../../../../shared/operators/catalogue.ts";
import { Chip, kindOfGroup } from "../../ui/chip.tsx";
import { nodeHeight, nodeWidth, portY } from "../model/sizes.ts";
import { useCanvas } from "./canvas-context.tsx";
import "./drag-ghost.css";

export function DragGhost() {
  const model = useCanvas();
  const ghost = useStore(model.view, (state) => state.ghost);
  const zoom = useStore(model.view, (state) => state.zoomPercent) / 100;
  const operator = ghost === null ? undefined : catalogue.get(ghost.type);
  if (ghost === null || operator === undefined) return null;
  const { x, y } = ghost.screen;
  return (
    <div
      className={`drag-ghost ui-kind-${kindOfGroup(operator.group)}`}
      style={{
        width: nodeWidth,
        height: nodeHeight,
        transform: `translate(${x}px, ${y}px) scale(${zoom}) translate(${-nodeWidth / 2}px, ${-portY(0)}px)`,
      }}
    >
      <Chip kind={kindOfGroup(operator.group)} icon={operator.icon} />
      {operator.title}
    </div>
  );
}
