import { useStore } from "zustand";
import type { RunSnapshot } from "../../../shared/protocol/run.ts";
import { environmentOfTarget, environmentStore } from "../stores/environments.ts";
import { isOver } from "../stores/runs.ts";
import { workspaceStore } from "../stores/workspace.ts";
import { browseCluster } from "../topics/cluster-choice.ts";
import { Button } from "../ui/button.tsx";
import { InlineCode } from "../ui/inline-code.tsx";
import { Pill } from "../ui/pill.tsx";
import { useAnalysis } from "../stores/session.tsx";
import { duration } from "./figures.ts";

const tones = { starting: "accent", running: "good", stopping: "warn", ended: "neutral", failed: "bad" } as const;

/** The state, where and for how long, and a way to what lies on its cluster. */
export function RunHead({ snapshot }: { readonly snapshot: RunSnapshot }) {
  const { state, target, startedAtMs, atMs, bootstrap, waitingFor, run } = snapshot;
  const files = useStore(environmentStore, (environments) => environments.files);
  const connection = useAnalysis((analysis) => (analysis.topology ?? analysis.lastTopology)?.connection ?? null);
  const embedded = target === "embedded";
  const browse = (): void => {
    browseCluster(embedded ? { run } : { environment: environmentOfTarget(files, target), connection });
    workspaceStore.setState({ view: "topics" });
  };
  return (
    <header className="run-view-head">
      <Pill tone={tones[state]} dot>
        {state}
      </Pill>
      <span>
        {embedded ? "on this computer" : `on ${target}`} {isOver(snapshot) ? "for" : "since"}{" "}
        {isOver(snapshot) ? duration(atMs - startedAtMs) : clock(startedAtMs)}
        {isOver(snapshot) ? "" : `, ${duration(atMs - startedAtMs)}`}
      </span>
      {bootstrap.length > 0 && !(embedded && isOver(snapshot)) && (
        <InlineCode copyable>{bootstrap.join(",")}</InlineCode>
      )}
      {waitingFor !== null && !isOver(snapshot) && <span className="run-view-waiting">{waitingFor}</span>}
      <span className="run-view-grow" />
      <Button
        size="small"
        icon="database"
        disabled={embedded && state !== "running" ? "The broker of a run lives as long as the run." : false}
        onClick={browse}
      >
        Topics
      </Button>
    </header>
  );
}

function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString(undefined, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });
}
