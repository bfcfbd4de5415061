import { useStore } from "zustand";
import { runCommand } from "../commands/registry.ts";
import { workspaceStore } from "../stores/workspace.ts";
import { DocumentTab } from "./document-tab.tsx";

export function TopBar() {
  const tabs = useStore(workspaceStore, (state) => state.tabs);
  return (
    <header className="top-bar">
      <button type="button" onClick={() => runCommand("file.home")}>
        Weir
      </button>
      <div role="tablist" aria-label="Open pipelines">
        {tabs.map((file) => (
          <DocumentTab key={file} file={file} />
        ))}
      </div>
      <button type="button" onClick={() => runCommand("preview.run")}>
        Preview
      </button>
    </header>
  );
}
