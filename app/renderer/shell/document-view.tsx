/** One document: palette or outline, canvas, inspector and the panels below; or its topology, or its run. */
import { Suspense, lazy } from "react";
import { useStore } from "zustand";
import { Canvas } from "../canvas/canvas.tsx";
import { Inspector } from "../inspector/inspector.tsx";
import { preferencesStore } from "../stores/preferences.ts";
import { SessionProvider, useDocument, type Session } from "../stores/session.tsx";
import { workspaceStore, type Mode } from "../stores/workspace.ts";
import { BottomPanel } from "./bottom-panel.tsx";
import { LeftPanel } from "./left-panel.tsx";
import { ReadOnlyBanner } from "./read-only-banner.tsx";
import { Splitter } from "./splitter.tsx";
import { UnreadableDocument } from "./unreadable-document.tsx";
import "./document-view.css";

const TopologyView = lazy(async () => ({ default: (await import("../topology/topology-view.tsx")).TopologyView }));
const RunView = lazy(async () => ({ default: (await import("../run/run-view.tsx")).RunView }));

export function DocumentView({ session }: { readonly session: Session }) {
  return (
    <SessionProvider session={session}>
      <Panels />
    </SessionProvider>
  );
}

function Panels() {
  const mode = useStore(workspaceStore, (state) => state.mode);
  const { leftOpen, rightOpen, bottomOpen, leftWidth, rightWidth, bottomHeight } = useStore(preferencesStore);
  const readable = useDocument((state) => state.head !== null);
  if (!readable) return <UnreadableDocument />;
  const columns = `${leftOpen ? leftWidth : 0}px minmax(0, 1fr) ${rightOpen ? rightWidth : 0}px`;
  const rows = `minmax(0, 1fr) ${bottomOpen ? bottomHeight : 0}px`;
  return (
    <div id="document" className="document-view" style={{ gridTemplateColumns: columns, gridTemplateRows: rows }}>
      {leftOpen && (
        <aside className="document-view-left">
          <LeftPanel />
          <Splitter panel="leftWidth" label="Width of the left panel" edge="right" />
        </aside>
      )}
      <main className="document-view-canvas">
        {views[mode]()}
        {mode === "draw" && <ReadOnlyBanner />}
      </main>
      {rightOpen && (
        <aside className="document-view-right">
          <Splitter panel="rightWidth" label="Width of the inspector" edge="left" />
          <Inspector />
        </aside>
      )}
      {bottomOpen && (
        <div className="document-view-bottom">
          <Splitter panel="bottomHeight" label="Height of the panels below" edge="top" />
          <BottomPanel />
        </div>
      )}
    </div>
  );
}

const views: Readonly<Record<Mode, () => React.ReactNode>> = {
  draw: () => <Canvas />,
  topology: () => (
    <Suspense fallback={null}>
      <TopologyView />
    </Suspense>
  ),
  run: () => (
    <Suspense fallback={null}>
      <RunView />
    </Suspense>
  ),
};
