/** Who reads a topic, and how far behind. */
import { useCallback, useMemo } from "react";
import { host } from "../host/connect.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { GridColumn } from "../ui/data-grid-types.ts";
import type { Cluster } from "./cluster-choice.ts";
import { useAnswer } from "./use-answer.ts";
import "./records.css";

interface Row {
  readonly group: string;
  readonly state: string;
  readonly members: number;
  readonly partition: number;
  readonly committed: string | null;
  readonly end: string;
  readonly lag: number | null;
}

export function Groups({ cluster, topic }: { readonly cluster: Cluster; readonly topic: string }) {
  const { data, error, loading, again } = useAnswer(
    useCallback(() => host.call("topics.groups", { cluster }), [cluster]),
  );
  const rows = useMemo(
    () =>
      (data ?? []).flatMap(({ group, state, members, offsets }) =>
        offsets
          .filter((offset) => offset.topic === topic)
          .map(({ partition, committed, end, lag }): Row => ({
            group,
            state,
            members,
            partition,
            committed,
            end,
            lag,
          })),
      ),
    [data, topic],
  );
  return (
    <div className="groups">
      <div className="records-tools">
        <span role="status" className="records-said">
          {data === null ? "" : saidOf(rows, data.length)}
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
      <div className="groups-grid">
        <DataGrid<Row>
          label={`Groups that read ${topic}`}
          rows={rows}
          rowId={({ group, partition }) => `${group}/${partition}`}
          loading={loading && data === null}
          selection="none"
          columns={columns}
          empty={<p className="records-none">{error === null ? "No group has read this topic." : ""}</p>}
        />
      </div>
    </div>
  );
}

const columns: readonly GridColumn<Row>[] = [
  { id: "group", title: "group", widthPx: 300, value: ({ group }) => group },
  { id: "state", title: "state", quiet: true, widthPx: 90, value: ({ state }) => state },
  { id: "members", title: "members", numeric: true, widthPx: 74, value: ({ members }) => String(members) },
  { id: "partition", title: "partition", numeric: true, widthPx: 74, value: ({ partition }) => String(partition) },
  { id: "committed", title: "committed", numeric: true, widthPx: 96, value: ({ committed }) => committed ?? "nothing" },
  { id: "end", title: "end", numeric: true, widthPx: 96, value: ({ end }) => end },
  {
    id: "lag",
    title: "lag",
    numeric: true,
    widthPx: 80,
    value: ({ lag }) => (lag === null ? "unknown" : lag.toLocaleString("en")),
  },
];

function saidOf(rows: readonly Row[], all: number): string {
  const readers = new Set(rows.map(({ group }) => group)).size;
  const lag = rows.reduce((sum, row) => sum + (row.lag ?? 0), 0);
  if (readers === 0) return `none of ${all} ${all === 1 ? "group" : "groups"} on the cluster`;
  return `${readers} ${readers === 1 ? "group reads" : "groups read"} it, ${lag.toLocaleString("en")} records behind`;
}
