/** What cannot be read where the pointer rests: the records of an edge, the node behind a block. */
import { useStore } from "zustand";
import { printType } from "../../../../shared/records/type-text.ts";
import type { PipelineEdge, PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { useAnalysis, useDocument, usePreview } from "../../stores/session.tsx";
import { useCanvas } from "./canvas-context.tsx";
import { countText } from "./figures.ts";
import "./canvas-tip.css";

export function CanvasTip() {
  const model = useCanvas();
  const tip = useStore(model.view, (state) => state.tip);
  const pipeline = useDocument((state) => state.head?.root.pipeline);
  if (tip === null || pipeline === undefined) return null;
  const edge = tip.on === "edge" ? pipeline.edges.get(tip.id) : undefined;
  const node = tip.on === "box" ? pipeline.nodes.get(tip.id) : undefined;
  const { width, height } = model.size;
  const [right, below] = [tip.screen.x < width - 340, tip.screen.y < height - 160];
  const style = {
    ...(right ? { left: tip.screen.x + 14 } : { right: width - tip.screen.x + 10 }),
    ...(below ? { top: tip.screen.y + 16 } : { bottom: height - tip.screen.y + 12 }),
  };
  return (
    <div className="canvas-tip" role="tooltip" style={style}>
      {edge !== undefined && <EdgeTip edge={edge} nodes={pipeline.nodes} />}
      {node !== undefined && <NodeTip node={node} />}
    </div>
  );
}

function EdgeTip({ edge, nodes }: { readonly edge: PipelineEdge; readonly nodes: ReadonlyMap<string, PipelineNode> }) {
  const type = useAnalysis((state) => state.types.get(edge.from.node)?.outputs.get(edge.from.port));
  const count = usePreview((state) => state.result?.edges[edge.id]?.count);
  const name = (id: string): string => nodes.get(id)?.name ?? id;
  return (
    <>
      <p className="canvas-tip-title">
        {name(edge.from.node)} → {name(edge.to.node)}
      </p>
      {count !== undefined && (
        <p>
          {countText(count)} {count === 1 ? "record" : "records"} in the preview
        </p>
      )}
      {type === undefined ? (
        <p>What flows here is not known yet.</p>
      ) : (
        <dl>
          <dt>key</dt>
          <dd>{printType(type.key, 44)}</dd>
          <dt>value</dt>
          <dd>{printType(type.value, 44)}</dd>
        </dl>
      )}
    </>
  );
}

function NodeTip({ node }: { readonly node: PipelineNode }) {
  const { operator, line } = nodeFacts(node);
  return (
    <>
      <p className="canvas-tip-title">{node.name}</p>
      <p>
        {operator?.title ?? node.type}
        {line === "" ? "" : ` · ${line}`}
      </p>
    </>
  );
}
