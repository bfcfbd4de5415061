import { useStore } from "zustand";
import { must } from "../../../shared/assert.ts";
import type { Session } from "../stores/session.tsx";
import { workspaceStore } from "../stores/workspace.ts";

export function DocumentTab({ file }: { readonly file: string }) {
  const session = useStore(workspaceStore, (state) => state.sessions.get(file));
  return session === undefined ? null : <OpenTab file={file} session={must(session, "an open session")} />;
}

function OpenTab({ file, session }: { readonly file: string; readonly session: Session }) {
  const active = useStore(workspaceStore, (state) => state.active === file && state.view === "document");
  const name = useStore(session.document, (state) => state.head?.root.pipeline.name ?? file);
  const dirty = useStore(session.document, (state) => state.head !== state.saved);
  return (
    <button
      type="button"
      role="tab"
      aria-selected={active}
      onClick={() => workspaceStore.setState({ active: file, view: "document" })}
    >
      {name}
      {dirty ? " •" : ""}
    </button>
  );
}
