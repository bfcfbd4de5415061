/** The graph: React Flow shows what the document says; gestures become edits when they end. */
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  applyNodeChanges,
  type Connection,
  type NodeChange,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useCallback, useEffect, useMemo, useState } from "react";
import { makeId } from "../../../shared/pipeline/ids.ts";
import { notifyError } from "../stores/workspace.ts";
import { useDocument, useSelection, useSession } from "../stores/session.tsx";
import { deriveEdges, deriveNodes } from "./derive.ts";
import type { CanvasEdge, CanvasNode } from "./canvas-types.ts";
import { OperatorNodeView } from "./operator-node.tsx";
import "./canvas.css";

const nodeTypes = { operator: OperatorNodeView };

export function Canvas() {
  const { document, selection } = useSession();
  const root = useDocument((state) => state.head?.root ?? null);
  const selected = useSelection((state) => state.nodes);
  const derived = useMemo(() => (root === null ? [] : deriveNodes(root)), [root]);
  const edges = useMemo(() => (root === null ? [] : deriveEdges(root)), [root]);
  const [nodes, setNodes] = useState<CanvasNode[]>(derived);

  useEffect(() => {
    setNodes(derived.map((node) => (selected.has(node.id) ? { ...node, selected: true } : node)));
  }, [derived, selected]);

  const changed = useCallback((changes: NodeChange<CanvasNode>[]) => {
    setNodes((before) => applyNodeChanges(changes, before));
  }, []);

  const dropped = useCallback(
    (_event: unknown, _node: CanvasNode, moved: CanvasNode[]) => {
      document.commit({
        label: moved.length === 1 ? "Move node" : `Move ${moved.length} nodes`,
        edits: [
          {
            edit: "place",
            places: Object.fromEntries(
              moved.map(({ id, position }) => [id, [Math.round(position.x), Math.round(position.y)]]),
            ),
          },
        ],
      });
    },
    [document],
  );

  const connected = useCallback(
    ({ source, sourceHandle, target, targetHandle }: Connection) => {
      if (sourceHandle === null || targetHandle === null) return;
      const edges = document.getState().head?.root.pipeline.edges;
      try {
        document.commit({
          label: "Connect",
          edits: [
            {
              edit: "connect",
              id: makeId("e", Math.random, (id) => edges?.has(id) ?? false),
              from: { node: source, port: sourceHandle },
              to: { node: target, port: targetHandle },
            },
          ],
        });
      } catch (error) {
        notifyError(error);
      }
    },
    [document],
  );

  return (
    <div className="canvas">
      <ReactFlow<CanvasNode, CanvasEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={changed}
        onNodeDragStop={dropped}
        onConnect={connected}
        onSelectionChange={({ nodes: now }) => {
          const ids = now.map(({ id }) => id);
          const before = selection.getState().nodes;
          if (ids.length !== before.size || ids.some((id) => !before.has(id))) selection.select(ids);
        }}
        onlyRenderVisibleElements
        minZoom={0.05}
        fitView
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
      </ReactFlow>
    </div>
  );
}
