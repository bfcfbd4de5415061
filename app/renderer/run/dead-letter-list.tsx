import { useCallback, useEffect, useMemo, useState } from "react";
import type { TopicRecord } from "../../../shared/protocol/topics.ts";
import { host } from "../host/connect.ts";
import { showTime, timeForm, type TimeForm } from "../preview/records/show-time.ts";
import { useDocument, useSession } from "../stores/session.tsx";
import { notify, notifyError, workspaceStore } from "../stores/workspace.ts";
import type { Cluster } from "../topics/cluster-choice.ts";
import { RecordDetail } from "../topics/record-detail.tsx";
import { recordText } from "../topics/record-text.ts";
import { useAnswer } from "../topics/use-answer.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { GridColumn } from "../ui/data-grid-types.ts";
import { Select } from "../ui/select.tsx";
import { headerOf } from "./dead-letter-headers.ts";
import "../topics/records.css";

const LIMIT = 1000;
const none: readonly TopicRecord[] = [];

export interface DeadLetterListProps {
  readonly cluster: Cluster;
  readonly topic: string;
  readonly topics: readonly string[];
  readonly onTopic: (topic: string) => void;
  /** By the run so far: when it grows, they are read again. */
  readonly written: number;
}

export function DeadLetterList({ cluster, topic, topics, onTopic, written }: DeadLetterListProps) {
  const { selection } = useSession();
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
  useEffect(() => {
    if (written > 0) again();
  }, [written, again]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [retrying, setRetrying] = useState(false);
  const letters = data ?? none;
  const open = chosen.size === 1 ? letters.find((record) => chosen.has(idOf(record))) : undefined;
  const nameOf = useCallback((id: string) => nodes?.get(id)?.name ?? id, [nodes]);
  const columns = useMemo(
    () => columnsOf(nameOf, { date: timeForm(letters.map(({ timestampMs }) => timestampMs)).date, ms: true }),
    [nameOf, letters],
  );

  const retry = async (): Promise<void> => {
    setRetrying(true);
    try {
      const records = letters.filter((record) => chosen.has(idOf(record)));
      const done = await host.call("run.retry", {
        cluster,
        topic,
        records: records.map(({ partition, offset }) => [partition, offset]),
      });
      const many = done.records === 1 ? "1 record goes" : `${done.records} records go`;
      notify("info", `${many} through the pipeline again.`, "What fails once more comes back as a new dead letter.");
      setChosen(new Set());
      again();
    } catch (problem) {
      notifyError(problem);
    } finally {
      setRetrying(false);
    }
  };
  const node = open === undefined ? "" : headerOf(open, "weir.node");
  return (
    <div className="records">
      <div className="records-tools">
        {topics.length > 1 ? (
          <Select
            aria-label="Dead-letter topic"
            size="small"
            value={topic}
            options={topics.map((name) => ({ value: name, label: name }))}
            onChange={onTopic}
          />
        ) : (
          <code>{topic}</code>
        )}
        <span role="status">{data === null ? "" : countText(letters.length)}</span>
        <span className="records-grow" />
        <Button size="small" icon="refresh-cw" loading={loading && data !== null} onClick={again}>
          Read again
        </Button>
        <Button
          size="small"
          variant="line"
          icon="rotate-ccw"
          loading={retrying}
          disabled={chosen.size === 0 ? "Choose dead letters first." : false}
          onClick={() => void retry()}
        >
          {chosen.size < 2 ? "Try again" : `Try ${chosen.size} again`}
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
          rows={letters}
          rowId={idOf}
          loading={loading && data === null}
          selection="many"
          selected={chosen}
          onSelect={setChosen}
          columns={columns}
          empty={<p className="records-none">{error === null ? "No dead letters: every record was handled." : ""}</p>}
        />
        {open !== undefined && (
          <RecordDetail
            record={open}
            onClose={() => setChosen(new Set())}
            lead={
              <Banner
                tone="bad"
                title={headerOf(open, "weir.error.message")}
                actions={
                  nodes?.has(node) === true ? (
                    <Button
                      size="small"
                      variant="line"
                      onClick={() => {
                        workspaceStore.setState({ mode: "draw" });
                        selection.show(node);
                      }}
                    >
                      Show {nameOf(node)}
                    </Button>
                  ) : undefined
                }
              >
                {cameFrom(open)}
              </Banner>
            }
          />
        )}
      </div>
    </div>
  );
}

function columnsOf(nameOf: (id: string) => string, form: TimeForm): readonly GridColumn<TopicRecord>[] {
  return [
    {
      id: "time",
      title: "time",
      quiet: true,
      widthPx: form.date ? 156 : 112,
      value: ({ timestampMs }) => showTime(timestampMs, form),
    },
    { id: "node", title: "node", widthPx: 110, value: (record) => nameOf(headerOf(record, "weir.node")) },
    { id: "cause", title: "cause", widthPx: 300, value: (record) => headerOf(record, "weir.error.message") },
    {
      id: "key",
      title: "key",
      quiet: true,
      widthPx: 90,
      value: ({ key }) => (key === null ? null : recordText(key, "auto")),
    },
    {
      id: "value",
      title: "value",
      widthPx: 260,
      value: ({ value }) => (value === null ? null : recordText(value, "auto")),
    },
  ];
}

function cameFrom(record: TopicRecord): string {
  const topic = headerOf(record, "weir.origin.topic");
  return topic === ""
    ? ""
    : `From ${topic}, partition ${headerOf(record, "weir.origin.partition")}, offset ${headerOf(record, "weir.origin.offset")}.`;
}

function countText(many: number): string {
  if (many === 1) return "1 dead letter";
  return many === LIMIT ? `the newest ${LIMIT} dead letters` : `${many} dead letters`;
}

function idOf({ partition, offset }: TopicRecord): string {
  return `${partition}/${offset}`;
}
