/** Partitions with their offsets, and the settings of a topic. */
import { useCallback, useMemo } from "react";
import type { TopicDetail } from "../../../shared/protocol/topics.ts";
import { host } from "../host/connect.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { GridColumn } from "../ui/data-grid-types.ts";
import type { Cluster } from "./cluster-choice.ts";
import { settingText } from "./setting-text.ts";
import { useAnswer } from "./use-answer.ts";
import "./records.css";

type Offsets = TopicDetail["offsets"][number];
type Setting = TopicDetail["config"][number];

export function TopicFacts({ cluster, topic }: { readonly cluster: Cluster; readonly topic: string }) {
  const { data, error, loading, again } = useAnswer(
    useCallback(() => host.call("topics.topic", { cluster, topic }), [cluster, topic]),
  );
  const total = data?.offsets.reduce((sum, { first, next }) => sum + BigInt(next) - BigInt(first), 0n);
  const settings = useMemo(
    // What somebody has set first.
    () => (data?.config ?? []).toSorted((a, b) => Number(a.source === "default") - Number(b.source === "default")),
    [data],
  );
  return (
    <div className="topic-facts">
      <div className="records-tools">
        <span role="status" className="records-said">
          {data === null || total === undefined
            ? ""
            : `${total.toLocaleString("en")} offsets in ${data.partitions} ${data.partitions === 1 ? "partition" : "partitions"}`}
        </span>
        <Button size="small" icon="refresh-cw" loading={loading} onClick={again}>
          Read again
        </Button>
      </div>
      {error !== null && (
        <Banner tone="bad" title={error.message}>
          {error.hint}
        </Banner>
      )}
      <div className="topic-facts-grids">
        <DataGrid<Offsets>
          label={`Partitions of ${topic}`}
          loading={loading && data === null}
          rows={data?.offsets ?? []}
          rowId={({ partition }) => String(partition)}
          selection="none"
          columns={partitionColumns}
          empty=""
        />
        <DataGrid<Setting>
          label={`Settings of ${topic}`}
          loading={loading && data === null}
          rows={settings}
          rowId={({ name }) => name}
          selection="none"
          columns={settingColumns}
          empty=""
        />
      </div>
    </div>
  );
}

const partitionColumns: readonly GridColumn<Offsets>[] = [
  { id: "partition", title: "partition", numeric: true, widthPx: 76, value: ({ partition }) => String(partition) },
  { id: "first", title: "first offset", numeric: true, widthPx: 100, value: ({ first }) => first },
  { id: "next", title: "next offset", numeric: true, widthPx: 100, value: ({ next }) => next },
  {
    id: "many",
    title: "offsets",
    numeric: true,
    widthPx: 84,
    value: ({ first, next }) => String(BigInt(next) - BigInt(first)),
  },
  { id: "leader", title: "leader", numeric: true, quiet: true, widthPx: 60, value: ({ leader }) => String(leader) },
  { id: "in-sync", title: "in sync", numeric: true, quiet: true, widthPx: 60, value: ({ inSync }) => String(inSync) },
];

const settingColumns: readonly GridColumn<Setting>[] = [
  { id: "name", title: "setting", widthPx: 262, value: ({ name }) => name },
  { id: "value", title: "value", widthPx: 150, value: ({ value }) => value },
  { id: "means", title: "that is", quiet: true, widthPx: 104, value: ({ name, value }) => settingText(name, value) },
  { id: "source", title: "set by", quiet: true, widthPx: 70, value: ({ source }) => source },
];
