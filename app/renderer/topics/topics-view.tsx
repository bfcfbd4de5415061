/** The topic browser: what a cluster holds, record by record. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { ClusterInfo } from "../../../shared/protocol/topics.ts";
import { runCommand } from "../commands/registry.ts";
import { host } from "../host/connect.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { environmentStore, loadEnvironments } from "../stores/environments.ts";
import { runsStore } from "../stores/runs.ts";
import { Banner } from "../ui/banner.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Select } from "../ui/select.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { TabPanel, Tabs } from "../ui/tabs.tsx";
import { clusterChoices, type ClusterChoice } from "./cluster-choice.ts";
import { CreateTopic } from "./create-topic.tsx";
import { Groups } from "./groups.tsx";
import { Records } from "./records.tsx";
import { TopicFacts } from "./topic-facts.tsx";
import { TopicList } from "./topic-list.tsx";
import "./topics-view.css";

export function TopicsView() {
  const runs = useStore(runsStore);
  const environments = useStore(environmentStore);
  const choices = useMemo(() => clusterChoices(runs, environments), [runs, environments]);
  const [id, setId] = useState<string | null>(null);
  const choice = choices.find((other) => other.id === id) ?? choices[0];
  useEffect(() => {
    loadEnvironments(host).catch(() => {});
  }, []);
  if (choice === undefined)
    return (
      <main className="topics-view" aria-label="Topics">
        <EmptyState
          icon="database"
          title="No cluster to look at yet"
          actions={
            <>
              <Button variant="line" onClick={() => runCommand("go.home")}>
                Open a pipeline and run it
              </Button>
              <Button variant="line" onClick={() => runCommand("go.settings")}>
                Add a connection
              </Button>
            </>
          }
        >
          A pipeline that runs on this computer brings a broker of its own; a connection to a Kafka cluster is set up in
          the settings.
        </EmptyState>
      </main>
    );
  return <ClusterView key={choice.id} choice={choice} choices={choices} onChoose={setId} />;
}

interface ClusterViewProps {
  readonly choice: ClusterChoice;
  readonly choices: readonly ClusterChoice[];
  readonly onChoose: (id: string) => void;
}

type Shown = "records" | "facts" | "groups";

function ClusterView({ choice, choices, onChoose }: ClusterViewProps) {
  const { cluster } = choice;
  const [info, setInfo] = useState<ClusterInfo | null>(null);
  const [error, setError] = useState<HostError | null>(null);
  const [topic, setTopic] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>("records");
  const [creating, setCreating] = useState(false);
  const stableCluster = useMemo(() => cluster, [choice.id]);
  const load = useCallback(async () => {
    try {
      setInfo(await host.call("topics.cluster", { cluster: stableCluster }));
      setError(null);
    } catch (problem) {
      setError(toHostError(problem));
    }
  }, [stableCluster]);
  useEffect(() => void load(), [load]);
  const chosen = topic ?? info?.topics.find(({ internal }) => !internal)?.name ?? null;

  return (
    <main className="topics-view" aria-label="Topics">
      <aside>
        <div className="topics-view-head">
          <Select
            aria-label="Cluster"
            value={choice.id}
            options={choices.map(({ id, label }) => ({ value: id, label }))}
            onChange={onChoose}
          />
          <IconButton icon="refresh-cw" label="Read the cluster again" onClick={() => void load()} />
          <IconButton icon="plus" label="Create a topic" onClick={() => setCreating(true)} />
        </div>
        {info === null && error === null && <Spinner label="Reading the cluster" />}
        {info !== null && <TopicList topics={info.topics} chosen={chosen} onChoose={setTopic} />}
        {info !== null && (
          <p className="topics-view-foot">
            {info.brokers.length} {info.brokers.length === 1 ? "broker" : "brokers"} · {info.topics.length} topics
          </p>
        )}
      </aside>
      <section className="topics-view-main" aria-label={chosen ?? "Topic"}>
        {error !== null && (
          <Banner
            tone="bad"
            title={error.message}
            actions={
              <Button size="small" variant="line" onClick={() => void load()}>
                Try again
              </Button>
            }
          >
            {error.hint}
          </Banner>
        )}
        {chosen !== null && (
          <>
            <Tabs
              label="What of the topic"
              size="small"
              tabs={[
                { id: "records", label: "Records" },
                { id: "facts", label: "Partitions and settings" },
                { id: "groups", label: "Groups" },
              ]}
              selected={shown}
              onSelect={(next) => setShown(next === "facts" ? "facts" : next === "groups" ? "groups" : "records")}
              panelId="topic"
            />
            <TabPanel id="topic" tab={shown} className="topics-view-panel">
              {shown === "records" && <Records key={chosen} cluster={stableCluster} topic={chosen} />}
              {shown === "facts" && <TopicFacts key={chosen} cluster={stableCluster} topic={chosen} />}
              {shown === "groups" && <Groups cluster={stableCluster} topic={chosen} />}
            </TabPanel>
          </>
        )}
        {info !== null && chosen === null && (
          <EmptyState
            icon="database"
            title="The cluster has no topics"
            actions={
              <Button variant="primary" icon="plus" onClick={() => setCreating(true)}>
                Create a topic
              </Button>
            }
          >
            A pipeline creates the topics that it writes when it runs; topics that it reads must exist before.
          </EmptyState>
        )}
      </section>
      {creating && (
        <CreateTopic
          cluster={stableCluster}
          onClose={() => setCreating(false)}
          onCreated={(name) => {
            setTopic(name);
            void load();
          }}
        />
      )}
    </main>
  );
}
