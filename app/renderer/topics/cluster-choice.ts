/** Which clusters can be looked at: the embedded brokers of runs that go on, and the connections of the folder's environments. */
import { createStore } from "zustand/vanilla";
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import { parseEnvironment } from "../../../shared/pipeline/environment.ts";
import { environmentName, type EnvironmentState } from "../stores/environments.ts";
import type { RunsState } from "../stores/runs.ts";

export type Cluster = HostParams<"topics.cluster">["cluster"];

export interface ClusterChoice {
  readonly id: string;
  readonly label: string;
  readonly group: "Running here" | "Environments";
  readonly cluster: Cluster;
}

/** The cluster that was looked at last; null: the first there is. */
export const clusterChosen = createStore<{ readonly id: string | null }>(() => ({ id: null }));

export function clusterChoices(
  runs: Pick<RunsState, "runs">,
  environments: Pick<EnvironmentState, "files">,
): ClusterChoice[] {
  const running = [...runs.runs.values()].flatMap(({ snapshot }): ClusterChoice[] =>
    snapshot.target === "embedded" && snapshot.state === "running"
      ? [
          {
            id: runChoice(snapshot.run),
            label: `Broker of ${snapshot.file.replace(/\.pipeline\.json$/, "")}`,
            group: "Running here",
            cluster: { kind: "run", run: snapshot.run },
          },
        ]
      : [],
  );
  const connections = environments.files.flatMap(({ file, text }) =>
    [...(parseEnvironment(text).environment?.connections.keys() ?? [])].map((connection): ClusterChoice => ({
      id: connectionChoice(file, connection),
      label: `${environmentName(file)} · ${connection}`,
      group: "Environments",
      cluster: { kind: "connection", environment: file, connection },
    })),
  );
  return [...running, ...connections];
}

/** Chooses what the topic browser shows when it is opened next. A pipeline that names no connection uses the environment's only one. */
export function browseCluster(
  where: { readonly run: string } | { readonly environment: string | null; readonly connection: string | null },
): void {
  if ("run" in where) clusterChosen.setState({ id: runChoice(where.run) });
  else if (where.environment !== null)
    clusterChosen.setState({ id: connectionChoice(where.environment, where.connection ?? "") });
}

/** What is chosen, or the nearest to it. */
export function chosenCluster(choices: readonly ClusterChoice[], id: string | null): ClusterChoice | undefined {
  return (
    choices.find((choice) => choice.id === id) ??
    choices.find((choice) => id !== null && choice.cluster.kind === "connection" && choice.id.startsWith(id)) ??
    choices[0]
  );
}

function runChoice(run: string): string {
  return `run ${run}`;
}

function connectionChoice(file: string, connection: string): string {
  return `${file} ${connection}`;
}
