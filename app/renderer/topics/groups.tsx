/** Who reads a topic, and how far behind. */
import { useCallback, useMemo } from "react";
import { host } from "../host/connect.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { Cluster } from "./cluster-choice.ts";
import { useAnswer } from "./use-answer.ts";
import "./records.css";

export function Groups({ cluster, topic }: { readonly cluster: Cluster; readonly topic: string }) {
  const { data, error, loading, again } = useAnswer(
    useCallback(() => host.call("topics.groups", { cluster }), [cluster]),
  );
  const rows = useMemo(
    () =>
      (data ?? []).flatMap(({ group, state, members, offsets }) =>
        offsets.filter((offset) => offset.topic === topic).map((offset) => ({ group, state, members, ...offset })),
      ),
    [data, topic],
  );
  return (
    <div className="groups">
      {error !== null && (
        <Banner tone="bad" title={error.message}>
          {error.hint}
        </Banner>
      )}
      <div className="records-tools">
        <span>
          {data?.length ?? 0} groups on the cluster, {new Set(rows.map(({ group }) => group)).size} read this topic
        </span>
        <span className="records-grow" />
        <Button size="small" icon="refresh-cw" loading={loading} onClick={again}>
          Read again
        </Button>
      </div>
      <DataGrid
        label={`Groups that read ${topic}`}
        rows={rows}
        rowId={({ group, partition }) => `${group}/${partition}`}
        loading={loading && data === null}
        columns={[
          { id: "group", title: "group", widthPx: 260, value: ({ group }) => group },
          { id: "state", title: "state", widthPx: 110, value: ({ state }) => state },
          { id: "members", title: "members", numeric: true, widthPx: 80, value: ({ members }) => String(members) },
          {
            id: "partition",
            title: "partition",
            numeric: true,
            widthPx: 80,
            value: ({ partition }) => String(partition),
          },
          {
            id: "committed",
            title: "committed",
            numeric: true,
            widthPx: 110,
            value: ({ committed }) => committed ?? "nothing",
          },
          { id: "end", title: "end", numeric: true, widthPx: 110, value: ({ end }) => end },
          {
            id: "lag",
            title: "lag",
            numeric: true,
            widthPx: 90,
            value: ({ lag }) => (lag === null ? "unknown" : String(lag)),
          },
        ]}
        empty="No group has read this topic."
      />
    </div>
  );
}
