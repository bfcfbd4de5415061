/** One document: palette, canvas, inspector and the panels below. */
import { ReactFlowProvider } from "@xyflow/react";
import { Canvas } from "../canvas/canvas.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import { Palette } from "../palette/palette.tsx";
import { PreviewPanel } from "../preview/preview-panel.tsx";
import { Problems } from "../problems/problems.tsx";
import { SessionProvider, type Session } from "../stores/session.tsx";

export function DocumentView({ session }: { readonly session: Session }) {
  return (
    <SessionProvider session={session}>
      <ReactFlowProvider>
        <div className="document-view">
          <aside className="document-view-left">
            <Palette />
          </aside>
          <main className="document-view-canvas">
            <Canvas />
          </main>
          <aside className="document-view-right">
            <Inspector />
          </aside>
          <section className="document-view-bottom">
            <PreviewPanel />
            <Problems />
          </section>
        </div>
      </ReactFlowProvider>
    </SessionProvider>
  );
}
