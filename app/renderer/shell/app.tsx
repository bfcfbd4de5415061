import { useStore } from "zustand";
import { useKeys } from "../commands/use-keys.ts";
import { Home } from "../home/home.tsx";
import { workspaceStore } from "../stores/workspace.ts";
import { DocumentView } from "./document-view.tsx";
import { TopBar } from "./top-bar.tsx";
import "./app.css";

export function App() {
  useKeys();
  const view = useStore(workspaceStore, (state) => state.view);
  const active = useStore(workspaceStore, (state) =>
    state.active === null ? undefined : state.sessions.get(state.active),
  );
  return (
    <div className="app">
      <TopBar />
      {view === "document" && active !== undefined ? (
        <DocumentView key={active.document.getState().file} session={active} />
      ) : (
        <Home />
      )}
    </div>
  );
}
