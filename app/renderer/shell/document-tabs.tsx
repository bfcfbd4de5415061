import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { runCommand } from "../commands/registry.ts";
import type { Session } from "../stores/session.tsx";
import { closeTab, workspaceStore } from "../stores/workspace.ts";
import { IconButton } from "../ui/button.tsx";
import { Tabs, type Tab } from "../ui/tabs.tsx";

export function DocumentTabs() {
  const files = useStore(workspaceStore, (state) => state.tabs);
  const sessions = useStore(workspaceStore, (state) => state.sessions);
  const active = useStore(workspaceStore, (state) => (state.view === "document" ? state.active : null));
  useSessionChanges(sessions);
  const tabs = files.flatMap((file): Tab[] => {
    const session = sessions.get(file);
    return session === undefined ? [] : [tabOf(file, session)];
  });
  return (
    <Tabs
      label="Open pipelines"
      tabs={tabs}
      selected={active ?? undefined}
      onSelect={(file) => workspaceStore.setState({ active: file, view: "document" })}
      onClose={closeTab}
      panelId="document"
      end={<IconButton icon="plus" label="New pipeline" shortcut="Alt+N" onClick={() => runCommand("file.new")} />}
    />
  );
}

function tabOf(file: string, session: Session): Tab {
  const { head, saved, readOnly } = session.document.getState();
  return { id: file, label: head?.root.pipeline.name ?? file, dirty: head !== saved, italic: readOnly };
}

/** Renders again when the name or the saved state of any tab may have changed. */
function useSessionChanges(sessions: ReadonlyMap<string, Session>): void {
  const [, render] = useState(0);
  useEffect(() => {
    const stops = [...sessions].map(([file, { document }]) =>
      document.subscribe((state, before) => {
        const renamed = state.head?.root.pipeline.name !== before.head?.root.pipeline.name;
        const dirtied = (state.head === state.saved) !== (before.head === before.saved);
        if (renamed || dirtied || state.file !== file) render((count) => count + 1);
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [sessions]);
}
