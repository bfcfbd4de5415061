/** Records that a node could not handle: why, what they were, and another try. */
import { useCallback, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { TopicRecord } from "../../../shared/protocol/topics.ts";
import { host } from "../host/connect.ts";
import { environmentStore } from "../stores/environments.ts";
import { runOf, runsStore } from "../stores/runs.ts";
import { useAnalysis, useDocument } from "../stores/session.tsx";
import { notify, notifyError } from "../stores/workspace.ts";
import type { Cluster } from "../topics/cluster-choice.ts";
import { clusterChoices } from "../topics/cluster-choice.ts";
import { RecordDetail } from "../topics/record-detail.tsx";
import { recordText } from "../topics/record-text.ts";
import { useAnswer } from "../topics/use-answer.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Select } from "../ui/select.tsx";
import "../topics/records.css";

const LIMIT = 1000;

export function DeadLetters() {
  const topology = useAnalysis((state) => state.topology ?? state.lastTopology);
  const topics = useMemo(
    () => (topology?.topics ?? []).filter(({ role }) => role === "dead-letter").map(({ name }) => name),
    [topology],
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const topic = chosen !== null && topics.includes(chosen) ? chosen : topics[0];
  const cluster = useRunCluster(topology?.connection ?? null);
  if (topic === undefined)
    return (
      <EmptyState size="small" icon="circle-alert" title="No node sends records to dead letters">
        Choose "Send it to dead letters" under "When a record fails" of a node: what fails there is then kept with its
        cause and can be tried again.
      </EmptyState>
    );
  if (cluster === null)
    return (
      <EmptyState size="small" icon="circle-alert" title="Nothing runs">
        Dead letters are in the topic {topic}. Run the pipeline to look at them.
      </EmptyState>
    );
  return <LettersOf key={topic} cluster={cluster} topic={topic} topics={topics} onTopic={setChosen} />;
}

/** The cluster of the document's newest run. */
function useRunCluster(connection: string | null): Cluster | null {
  const file = useDocument((state) => state.file);
  const runs = useStore(runsStore);
  const environments = useStore(environmentStore);
  return useMemo(() => {
    const run = runOf(runs, file)?.snapshot;
    if (run === undefined) return null;
    const choices = clusterChoices(runs, environments);
    const own = choices.find(({ cluster }) => cluster.kind === "run" && cluster.run === run.run);
    const ofEnvironment = choices.find(
      ({ cluster }) =>
        cluster.kind === "connection" &&
        cluster.environment === environments.chosen &&
        cluster.connection === connection,
    );
    return (own ?? ofEnvironment)?.cluster ?? null;
  }, [file, [...runs.runs.keys()].join(), environments, connection]);
}

interface LettersProps {
  readonly cluster: Cluster;
  readonly topic: string;
  readonly topics: readonly string[];
  readonly onTopic: (topic: string) => void;
}

function LettersOf({ cluster, topic, topics, onTopic }: LettersProps) {
  const nodes = useDocument((state) => state.head?.root.pipeline.nodes);
  const { data, error, loading, again } = useAnswer(
    useCallback(
      () =>
        host.call("topics.records", {
          cluster,
          topic,
          partition: null,
          from: { kind: "newest" },
          limit: LIMIT,
          search: null,
        }),
      [cluster, topic],
    ),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [retrying, setRetrying] = useState(false);
  const open = chosen.size === 1 ? data?.find((record) => chosen.has(idOf(record))) : undefined;

  const retry = async (): Promise<void> => {
    setRetrying(true);
    try {
      const records = (data ?? []).filter((record) => chosen.has(idOf(record)));
      const done = await host.call("run.retry", {
        cluster,
        topic,
        records: records.map(({ partition, offset }) => [partition, offset]),
      });
      notify(
        "info",
        `${done.records} ${done.records === 1 ? "record goes" : "records go"} through the pipeline again.`,
      );
      setChosen(new Set());
      again();
    } catch (problem) {
      notifyError(problem);
    } finally {
      setRetrying(false);
    }
  };
  return (
    <div className="records">
      <div className="records-tools">
        <Select
          aria-label="Dead-letter topic"
          size="small"
          value={topic}
          options={topics.map((name) => ({ value: name, label: name }))}
          onChange={onTopic}
        />
        <span>{data === null ? "" : `${data.length}${data.length === LIMIT ? " newest" : ""} dead letters`}</span>
        <span className="records-grow" />
        <Button size="small" icon="refresh-cw" loading={loading} onClick={again}>
          Read again
        </Button>
        <Button
          size="small"
          variant="line"
          icon="rotate-ccw"
          loading={retrying}
          disabled={chosen.size === 0 ? "Choose records first." : false}
          onClick={() => void retry()}
        >
          Try {chosen.size === 0 ? "" : `${chosen.size} `}again
        </Button>
      </div>
      {error !== null && (
        <Banner tone="bad" title={error.message}>
          {error.hint}
        </Banner>
      )}
      <div className="records-body">
        <DataGrid<TopicRecord>
          label="Dead letters"
          rows={data ?? []}
          rowId={idOf}
          loading={loading && data === null}
          selection="many"
          selected={chosen}
          onSelect={setChosen}
          columns={[
            {
              id: "time",
              title: "time",
              quiet: true,
              widthPx: 170,
              value: ({ timestampMs }) => new Date(timestampMs).toISOString(),
            },
            {
              id: "node",
              title: "node",
              widthPx: 150,
              value: (record) => nodes?.get(header(record, "weir.node"))?.name ?? header(record, "weir.node"),
            },
            { id: "cause", title: "cause", widthPx: 380, value: (record) => header(record, "weir.error.message") },
            { id: "key", title: "key", widthPx: 120, value: ({ key }) => recordText(key, "auto") },
            { id: "value", title: "value", widthPx: 500, value: ({ value }) => recordText(value, "auto") },
          ]}
          empty="No dead letters: every record was handled."
        />
        {open !== undefined && <RecordDetail record={open} onClose={() => setChosen(new Set())} />}
      </div>
    </div>
  );
}

function idOf({ partition, offset }: TopicRecord): string {
  return `${partition}/${offset}`;
}

function header({ headers }: TopicRecord, name: string): string {
  const found = headers.find(([other]) => other === name)?.[1] ?? null;
  return found === null ? "" : recordText(found, "auto");
}
