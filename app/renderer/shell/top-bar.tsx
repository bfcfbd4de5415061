/** The line across the top: tabs, search, what is shown, where it runs, preview and run. */
import { useStore } from "zustand";
import { runCommand } from "../commands/registry.ts";
import { workspaceStore } from "../stores/workspace.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { DocumentTabs } from "./document-tabs.tsx";
import { Mark } from "./mark.tsx";
import { RunControls } from "./run-controls.tsx";
import "./top-bar.css";

export function TopBar() {
  const name = useStore(workspaceStore, (state) => state.workspace?.name ?? "");
  const view = useStore(workspaceStore, (state) => state.view);
  const mode = useStore(workspaceStore, (state) => state.mode);
  return (
    <header className="top-bar">
      <button
        type="button"
        className="top-bar-home"
        aria-label={`Library of ${name}`}
        aria-current={view === "home"}
        onClick={() => runCommand("go.home")}
      >
        <Mark />
        <b>{name}</b>
      </button>
      <DocumentTabs />
      <span className="top-bar-grow" />
      <button type="button" className="top-bar-search" onClick={() => runCommand("view.commands")}>
        Search or run a command <Kbd keys="Mod+K" />
      </button>
      {view === "document" ? (
        <>
          <Segmented
            aria-label="What is shown"
            value={mode}
            options={[
              { value: "draw", label: "Draw" },
              { value: "topology", label: "Topology" },
              { value: "run", label: "Run" },
            ]}
            onChange={(next) => workspaceStore.setState({ mode: next })}
          />
          <RunControls />
        </>
      ) : (
        <>
          <Button icon="database" aria-current={view === "topics"} onClick={() => runCommand("go.topics")}>
            Topics
          </Button>
          <IconButton icon="settings" label="Settings" shortcut="Mod+," onClick={() => runCommand("go.settings")} />
        </>
      )}
    </header>
  );
}
