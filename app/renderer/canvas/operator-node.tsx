import { Handle, Position, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { portY, type OperatorNode } from "./canvas-types.ts";
import "./operator-node.css";

export const OperatorNodeView = memo(function OperatorNodeView({
  data: { node, facts },
  selected,
}: NodeProps<OperatorNode>) {
  return (
    <div className={`operator-node kind-${facts.kind}`} data-selected={selected}>
      <header>
        <span className="operator-node-name">{node.name}</span>
      </header>
      <p>{facts.line}</p>
      {facts.ports.inputs.map((port, index) => (
        <Handle key={port.name} id={port.name} type="target" position={Position.Left} style={{ top: portY(index) }} />
      ))}
      {facts.ports.outputs.map((port, index) => (
        <Handle key={port.name} id={port.name} type="source" position={Position.Right} style={{ top: portY(index) }} />
      ))}
    </div>
  );
});
