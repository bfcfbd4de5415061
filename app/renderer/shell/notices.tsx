/** What happened, told once, in a corner; errors stay until they are dismissed. */
import { useEffect } from "react";
import { useStore } from "zustand";
import { dismiss, workspaceStore, type Notice } from "../stores/workspace.ts";
import { Banner } from "../ui/banner.tsx";
import "./notices.css";

const SHOWN_MS = 6000;

export function Notices() {
  const notices = useStore(workspaceStore, (state) => state.notices);
  return (
    <div className="notices" role="region" aria-label="Messages">
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

const tones = { info: "info", warning: "warn", error: "bad" } as const;

function OneNotice({ notice: { id, severity, message, hint } }: { readonly notice: Notice }) {
  useEffect(() => {
    if (severity === "error") return undefined;
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, severity]);
  return (
    <Banner tone={tones[severity]} title={message} onDismiss={() => dismiss(id)}>
      {hint}
    </Banner>
  );
}
