/** React Flow as its guide to performance has it: only what is in view has elements, sizes are known, nodes are memoised, nothing is controlled from outside. */
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { ReactFlow, type OnMove, type ReactFlowInstance } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { readDrawn, type DrawnNode } from "./drawn.ts";
import { OperatorNode } from "./operator-node.tsx";
import { exposeFlow } from "./test-handle.ts";
import "./peer.css";

const nodeTypes = { operator: OperatorNode };
const buttons = [0, 1];
const pro = { hideAttribution: true };
/** As the studio: below it what a node is set to cannot be read. */
const farZoom = 0.45;
/** With `#close` the first view is close up: React Flow then has few elements to make. */
const close = { defaultViewport: { x: 0, y: 0, zoom: 0.8 } };

const onMove: OnMove = (_event, { zoom }) => {
  document.querySelector(".canvas")?.classList.toggle("far", zoom < farZoom);
};
const onInit = (flow: ReactFlowInstance<DrawnNode>): void => {
  document.querySelector(".canvas")?.classList.toggle("far", flow.getZoom() < farZoom);
  exposeFlow(flow);
};

function Peer() {
  const [drawn, setDrawn] = useState<ReturnType<typeof readDrawn> | null>(null);
  const open = async (): Promise<void> => {
    const response = await fetch("./drawn.json");
    setDrawn(readDrawn(await response.json()));
  };
  if (drawn === null)
    return (
      <button type="button" onClick={() => void open()}>
        Drawn
      </button>
    );
  return (
    <div className="canvas far">
      <ReactFlow
        defaultNodes={drawn.nodes}
        defaultEdges={drawn.edges}
        nodeTypes={nodeTypes}
        onlyRenderVisibleElements
        elevateNodesOnSelect={false}
        elevateEdgesOnSelect={false}
        nodesFocusable={false}
        edgesFocusable={false}
        panOnDrag={buttons}
        minZoom={0.02}
        onInit={onInit}
        onMove={onMove}
        proOptions={pro}
        {...(location.hash === "#close" ? close : { fitView: true })}
      />
    </div>
  );
}

const root = document.querySelector("#app");
if (root !== null) createRoot(root).render(<Peer />);
