/** The window. */
import { Suspense, lazy, useEffect } from "react";
import { useStore } from "zustand";
import { useKeys } from "../commands/use-keys.ts";
import { Home } from "../home/home.tsx";
import { shellStore, type Sheet } from "../stores/shell.ts";
import { workspaceStore } from "../stores/workspace.ts";
import { Notices } from "./notices.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { TrustBanner } from "./trust-banner.tsx";
import "./app.css";

const CommandPalette = lazy(async () => ({
  default: (await import("../commands/command-palette.tsx")).CommandPalette,
}));
const Shortcuts = lazy(async () => ({ default: (await import("../settings/shortcuts.tsx")).Shortcuts }));
const HistorySheet = lazy(async () => ({ default: (await import("../history/history-sheet.tsx")).HistorySheet }));
const ConflictDialog = lazy(async () => ({ default: (await import("../history/conflict-dialog.tsx")).ConflictDialog }));
const NewPipeline = lazy(async () => ({ default: (await import("../home/new-pipeline.tsx")).NewPipeline }));
const OpenFolder = lazy(async () => ({ default: (await import("../home/open-folder.tsx")).OpenFolder }));
const TopicsView = lazy(async () => ({ default: (await import("../topics/topics-view.tsx")).TopicsView }));
const Settings = lazy(async () => ({ default: (await import("../settings/settings.tsx")).Settings }));

const DocumentView = lazy(async () => ({ default: (await import("./document-view.tsx")).DocumentView }));

/** Fetched as soon as nothing else is to be done, so that a key opens them at once. */
function useSheetsAhead(): void {
  useEffect(() => {
    const handle = requestIdleCallback(() => {
      void Promise.all([
        import("./document-view.tsx"),
        import("../commands/command-palette.tsx"),
        import("../home/new-pipeline.tsx"),
        import("../history/history-sheet.tsx"),
      ]);
    });
    return () => cancelIdleCallback(handle);
  }, []);
}

export function App() {
  useKeys();
  useSheetsAhead();
  const sheet = useStore(shellStore, (state) => state.sheet);
  return (
    <div className="app">
      <TopBar />
      <TrustBanner />
      <MainView />
      <StatusBar />
      <Notices />
      <Suspense fallback={null}>{sheet === null ? null : sheets[sheet]()}</Suspense>
    </div>
  );
}

function MainView() {
  const view = useStore(workspaceStore, (state) => state.view);
  const session = useStore(workspaceStore, (state) => state.sessions.get(state.active ?? ""));
  if (view === "document" && session !== undefined)
    return (
      <Suspense fallback={<div />}>
        <DocumentView key={session.document.getState().file} session={session} />
      </Suspense>
    );
  if (view === "topics") return <Suspense fallback={<div />}>{<TopicsView />}</Suspense>;
  if (view === "settings") return <Suspense fallback={<div />}>{<Settings />}</Suspense>;
  return <Home />;
}

const sheets: Readonly<Record<Exclude<Sheet, null>, () => React.ReactNode>> = {
  commands: () => <CommandPalette />,
  shortcuts: () => <Shortcuts />,
  history: () => <HistorySheet />,
  conflict: () => <ConflictDialog />,
  new: () => <NewPipeline />,
  open: () => <OpenFolder />,
};
