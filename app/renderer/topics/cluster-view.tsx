/** One cluster: its topics at the left, one of them at the right. */
import { useCallback, useMemo, useState } from "react";
import { runCommand } from "../commands/registry.ts";
import { host } from "../host/connect.ts";
import type { HostError } from "../host/host-error.ts";
import { IconButton, Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Select } from "../ui/select.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { ClusterChoice } from "./cluster-choice.ts";
import { CreateTopic } from "./create-topic.tsx";
import { isOfPipeline } from "./topic-names.ts";
import { TopicList } from "./topic-list.tsx";
import { TopicPage } from "./topic-page.tsx";
import { useAnswer } from "./use-answer.ts";

export interface ClusterViewProps {
  readonly choice: ClusterChoice;
  readonly choices: readonly ClusterChoice[];
  readonly onChoose: (id: string) => void;
}

export function ClusterView({ choice, choices, onChoose }: ClusterViewProps) {
  const cluster = useMemo(() => choice.cluster, [choice.id]);
  const load = useCallback(() => host.call("topics.cluster", { cluster }), [cluster]);
  const { data: info, error, loading, again } = useAnswer(load);
  const [topic, setTopic] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const own = info?.topics.filter(({ internal }) => !internal) ?? [];
  const shown =
    info?.topics.find(({ name }) => name === topic) ?? own.find(({ name }) => !isOfPipeline(name)) ?? own[0] ?? null;
  return (
    <main className="topics-view" aria-label="Topics">
      <aside aria-label="Topics of the cluster">
        <div className="topics-view-head">
          <Select
            aria-label="Cluster"
            value={choice.id}
            options={choices.map(({ id, label, group }) => ({ value: id, label, group }))}
            onChange={onChoose}
          />
          <IconButton icon="refresh-cw" label="Read the cluster again" loading={loading} onClick={again} />
          <IconButton
            icon="plus"
            label="Create a topic"
            disabled={info === null ? "The cluster is not reached." : false}
            onClick={() => setCreating(true)}
          />
        </div>
        {info === null && loading && (
          <div className="topics-view-wait">
            <Skeleton label="Reading the cluster" lines={8} />
          </div>
        )}
        {info !== null && <TopicList topics={info.topics} chosen={shown?.name ?? null} onChoose={setTopic} />}
        {info !== null && (
          <p className="topics-view-foot">
            {counted(info.brokers.length, "broker")} · {counted(info.topics.length, "topic")}
          </p>
        )}
      </aside>
      <section className="topics-view-main" aria-label={shown?.name ?? "Topic"}>
        {error !== null && info === null && (
          <Unreached label={choice.label} error={error} loading={loading} onAgain={again} />
        )}
        {shown !== null && <TopicPage key={shown.name} cluster={cluster} topic={shown} />}
        {info !== null && shown === null && (
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
          cluster={cluster}
          taken={info?.topics.map(({ name }) => name) ?? []}
          onClose={() => setCreating(false)}
          onCreated={(name) => {
            setTopic(name);
            again();
          }}
        />
      )}
    </main>
  );
}

interface UnreachedProps {
  readonly label: string;
  readonly error: HostError;
  readonly loading: boolean;
  readonly onAgain: () => void;
}

function Unreached({ label, error, loading, onAgain }: UnreachedProps) {
  return (
    <div role="alert" className="topics-view-unreached">
      <EmptyState
        icon="cloud-off"
        title={`${label} cannot be looked into`}
        actions={
          <>
            <Button variant="primary" icon="refresh-cw" loading={loading} onClick={onAgain}>
              Try again
            </Button>
            <Button variant="line" onClick={() => runCommand("go.settings")}>
              Connections
            </Button>
          </>
        }
      >
        {error.message} {error.hint}
      </EmptyState>
    </div>
  );
}

function counted(many: number, one: string): string {
  return `${many} ${many === 1 ? one : `${one}s`}`;
}
