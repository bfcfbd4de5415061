/** The handle that the studio's canvas has for tests, as far as the bench needs it. */
import type { ReactFlowInstance, Viewport } from "@xyflow/react";
import { height, width, type DrawnNode } from "./drawn.ts";

export function exposeFlow(flow: ReactFlowInstance<DrawnNode>): void {
  Object.assign(window, {
    weirTest: {
      box(id: string) {
        const node = flow.getNode(id);
        if (node === undefined) return null;
        const zoom = flow.getZoom();
        return { ...flow.flowToScreenPosition(node.position), width: width * zoom, height: height * zoom };
      },
      viewport: () => flow.getViewport(),
      setViewport: (viewport: Viewport) => void flow.setViewport(viewport),
      fit: () => void flow.fitView(),
      state: () => ({
        detail: "full",
        elements: document.querySelectorAll(".react-flow__node").length,
        settled: true,
        analysed: true,
      }),
    },
  });
}
