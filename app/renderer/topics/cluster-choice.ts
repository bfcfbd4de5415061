/** Which clusters can be looked at: the embedded brokers of runs that go on, and the connections of the folder's environments. */
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import { parseEnvironment } from "../../../shared/pipeline/environment.ts";
import { environmentName, type EnvironmentState } from "../stores/environments.ts";
import type { RunsState } from "../stores/runs.ts";

export type Cluster = HostParams<"topics.cluster">["cluster"];

export interface ClusterChoice {
  readonly id: string;
  readonly label: string;
  readonly cluster: Cluster;
}

export function clusterChoices(runs: RunsState, environments: EnvironmentState): ClusterChoice[] {
  const running = [...runs.runs.values()].flatMap(({ snapshot }): ClusterChoice[] =>
    snapshot.target === "embedded" && snapshot.state === "running"
      ? [
          {
            id: `run ${snapshot.run}`,
            label: `Broker of ${snapshot.file}`,
            cluster: { kind: "run", run: snapshot.run },
          },
        ]
      : [],
  );
  const connections = environments.files.flatMap(({ file, text }) =>
    [...(parseEnvironment(text).environment?.connections.keys() ?? [])].map((connection): ClusterChoice => ({
      id: `${file} ${connection}`,
      label: `${environmentName(file)} · ${connection}`,
      cluster: { kind: "connection", environment: file, connection },
    })),
  );
  return [...running, ...connections];
}
