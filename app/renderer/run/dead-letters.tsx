/** Records that a node could not handle: why, what they were, and another try. */
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { environmentOfTarget, environmentStore } from "../stores/environments.ts";
import { runOf, runsStore, type RunState } from "../stores/runs.ts";
import { useAnalysis, useDocument } from "../stores/session.tsx";
import { parseEnvironment } from "../../../shared/pipeline/environment.ts";
import type { Cluster } from "../topics/cluster-choice.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { DeadLetterList } from "./dead-letter-list.tsx";

export function DeadLetters() {
  const topology = useAnalysis((state) => state.topology ?? state.lastTopology);
  const topics = useMemo(
    () => (topology?.topics ?? []).filter(({ role }) => role === "dead-letter").map(({ name }) => name),
    [topology],
  );
  const file = useDocument((state) => state.file);
  const run = useStore(runsStore, (state) => runOf(state, file));
  const [chosen, setChosen] = useState<string | null>(null);
  const topic = chosen !== null && topics.includes(chosen) ? chosen : topics[0];
  const cluster = useRunCluster(run, topology?.connection ?? null);
  if (topic === undefined)
    return (
      <EmptyState size="small" icon="circle-alert" title="No node sends records to dead letters">
        Choose “Send it to dead letters” under “When a record fails” of a node: what fails there is then kept with its
        cause, and can be tried again.
      </EmptyState>
    );
  if (cluster === null)
    return (
      <EmptyState size="small" icon="circle-alert" title="Nothing runs">
        Dead letters are in the topic {topic}. Run the pipeline to look at them.
      </EmptyState>
    );
  const letters = Object.values(run?.snapshot.nodes ?? {}).reduce((sum, node) => sum + node.deadLettered, 0);
  return (
    <DeadLetterList key={topic} cluster={cluster} topic={topic} topics={topics} onTopic={setChosen} written={letters} />
  );
}

/** The cluster of the newest run: its own broker while it runs, or the connection of its environment. */
function useRunCluster(run: RunState | null, connection: string | null): Cluster | null {
  const files = useStore(environmentStore, (state) => state.files);
  const { run: id, target, state } = run?.snapshot ?? {};
  return useMemo(() => {
    if (id === undefined || target === undefined) return null;
    if (target === "embedded") return state === "running" ? { kind: "run", run: id } : null;
    const environment = environmentOfTarget(files, target);
    const text = files.find(({ file }) => file === environment)?.text;
    if (environment === null || text === undefined) return null;
    const [first] = parseEnvironment(text).environment?.connections.keys() ?? [];
    const name = connection ?? first;
    return name === undefined ? null : { kind: "connection", environment, connection: name };
  }, [id, target, state, files, connection]);
}
