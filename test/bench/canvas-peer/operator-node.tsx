/** A node as React Flow's guide to performance has it: memoised, few elements, plain styles. */
import { memo } from "react";
import { Handle, Position, type NodeProps } from "@xyflow/react";
import type { DrawnNode } from "./drawn.ts";

export const OperatorNode = memo(function OperatorNode({ data: { name, line } }: NodeProps<DrawnNode>) {
  return (
    <>
      <Handle type="target" position={Position.Left} id="in" style={port} />
      <div className="operator-head">
        <svg width={16} height={16} viewBox="0 0 16 16" fill="none" stroke="currentColor">
          <path d="M2 3h12l-4 5v5l-4-2V8z" />
        </svg>
        <b>{name}</b>
      </div>
      <div className="operator-line">{line}</div>
      <Handle type="source" position={Position.Right} id="out" style={port} />
    </>
  );
});

const port = { top: 28 };
