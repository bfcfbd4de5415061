/** The topic browser: what a cluster holds, record by record. */
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { runCommand } from "../commands/registry.ts";
import { host } from "../host/connect.ts";
import { environmentStore, loadEnvironments } from "../stores/environments.ts";
import { runsStore } from "../stores/runs.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { chosenCluster, clusterChoices, clusterChosen } from "./cluster-choice.ts";
import { ClusterView } from "./cluster-view.tsx";
import "./topics-view.css";

export function TopicsView() {
  const runs = useStore(runsStore, (state) => state.runs);
  const files = useStore(environmentStore, (state) => state.files);
  const choices = useMemo(() => clusterChoices({ runs }, { files }), [runs, files]);
  const id = useStore(clusterChosen, (state) => state.id);
  const choice = chosenCluster(choices, id);
  useEffect(() => {
    loadEnvironments(host).catch(() => {});
  }, []);
  if (choice === undefined)
    return (
      <main className="topics-view topics-view-none" aria-label="Topics">
        <EmptyState
          icon="database"
          title="No cluster to look at yet"
          actions={
            <>
              <Button variant="primary" icon="plug" onClick={() => runCommand("go.settings")}>
                Add a connection
              </Button>
              <Button variant="line" onClick={() => runCommand("go.home")}>
                Open a pipeline
              </Button>
            </>
          }
        >
          Add a connection to a Kafka cluster, or run a pipeline on this computer: such a run brings a broker of its
          own.
        </EmptyState>
      </main>
    );
  return (
    <ClusterView
      key={choice.id}
      choice={choice}
      choices={choices}
      onChoose={(next) => clusterChosen.setState({ id: next })}
    />
  );
}
