/** What holds for the whole window, in one quiet line. */
import { useStore } from "zustand";
import { printInstant } from "../../../shared/records/instants.ts";
import { runOf, runsStore } from "../stores/runs.ts";
import type { Session } from "../stores/session.tsx";
import { workspaceStore } from "../stores/workspace.ts";
import { shellStore } from "../stores/shell.ts";
import "./status-bar.css";

export function StatusBar() {
  const session = useStore(workspaceStore, (state) =>
    state.view === "document" ? state.sessions.get(state.active ?? "") : undefined,
  );
  const connected = useStore(workspaceStore, (state) => state.connected);
  const trouble = useStore(workspaceStore, (state) => state.trouble);
  const folder = useStore(workspaceStore, (state) => state.workspace?.folder ?? "");
  return (
    <footer className="status-bar" aria-label="Status">
      {!connected && <span className="status-bar-bad">● host not reached</span>}
      {trouble !== null && <span className="status-bar-bad">● {trouble.message}</span>}
      {session === undefined ? <span>{folder}</span> : <DocumentStatus session={session} />}
    </footer>
  );
}

function DocumentStatus({ session }: { readonly session: Session }) {
  const { head, saved, saving, readOnly, file } = useStore(session.document);
  const chosen = useStore(session.selection);
  const { diagnostics, pending } = useStore(session.analysis);
  const run = useStore(runsStore, (state) => runOf(state, file)?.snapshot ?? null);
  const pipeline = head?.root.pipeline;
  // Undo may have taken away what is selected; it is selected again when it comes back.
  const selected =
    [...chosen.nodes].filter((id) => pipeline?.nodes.has(id) === true).length +
    [...chosen.edges].filter((id) => pipeline?.edges.has(id) === true).length;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  const streamTimeMs = run === null ? -1 : Math.max(-1, ...run.tasks.map((task) => task.streamTimeMs));
  return (
    <>
      {run !== null && (
        <span className={run.state === "failed" ? "status-bar-bad" : "status-bar-good"}>
          ● {runText(run.state, run.target)}
        </span>
      )}
      {pipeline !== undefined && (
        // What a run really does today, whatever the pipeline asks for.
        <span>
          {pipeline.settings.guarantee === "exactly-once" ? "at least once, asks for exactly once" : "at least once"}
        </span>
      )}
      <span>{readOnly ? "can only be read" : saving ? "saving" : head === saved ? "saved" : "not saved"}</span>
      <span className="status-bar-grow" />
      {selected > 0 && (
        <span>
          {selected} selected of {pipeline?.nodes.size ?? 0}
        </span>
      )}
      <button type="button" className="status-bar-problems" onClick={() => shellStore.setState({ bottom: "problems" })}>
        {pending
          ? "checking"
          : errors + warnings === 0
            ? "no problems"
            : [plural(errors, "error"), plural(warnings, "warning")].filter(Boolean).join(", ")}
      </button>
      {streamTimeMs > 0 && <span>stream time {printInstant(streamTimeMs)}</span>}
    </>
  );
}

function runText(state: string, target: string): string {
  return `${state} on ${target === "embedded" ? "this computer" : target}`;
}

function plural(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}`;
}
