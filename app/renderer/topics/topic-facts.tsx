/** Partitions with their offsets, and the settings of a topic. */
import { useCallback } from "react";
import { host } from "../host/connect.ts";
import { Banner } from "../ui/banner.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { Cluster } from "./cluster-choice.ts";
import { useAnswer } from "./use-answer.ts";
import "./records.css";

export function TopicFacts({ cluster, topic }: { readonly cluster: Cluster; readonly topic: string }) {
  const { data, error, loading } = useAnswer(
    useCallback(() => host.call("topics.topic", { cluster, topic }), [cluster, topic]),
  );
  const total = data?.offsets.reduce((sum, { first, next }) => sum + BigInt(next) - BigInt(first), 0n);
  return (
    <div className="topic-facts">
      {error !== null && (
        <Banner tone="bad" title={error.message}>
          {error.hint}
        </Banner>
      )}
      <p>
        {data === null
          ? " "
          : `${String(total)} offsets in ${data.partitions} partitions, kept on ${data.replication} ${data.replication === 1 ? "broker" : "brokers"}`}
      </p>
      <div className="topic-facts-grids">
        <DataGrid
          label={`Partitions of ${topic}`}
          loading={loading && data === null}
          rows={data?.offsets ?? []}
          rowId={({ partition }) => String(partition)}
          columns={[
            {
              id: "partition",
              title: "partition",
              numeric: true,
              widthPx: 80,
              value: ({ partition }) => String(partition),
            },
            { id: "first", title: "first offset", numeric: true, widthPx: 120, value: ({ first }) => first },
            { id: "next", title: "next offset", numeric: true, widthPx: 120, value: ({ next }) => next },
            { id: "leader", title: "leader", numeric: true, widthPx: 70, value: ({ leader }) => String(leader) },
            { id: "in-sync", title: "in sync", numeric: true, widthPx: 70, value: ({ inSync }) => String(inSync) },
          ]}
          empty="No partitions."
        />
        <DataGrid
          label={`Settings of ${topic}`}
          loading={loading && data === null}
          rows={data?.config ?? []}
          rowId={({ name }) => name}
          columns={[
            { id: "name", title: "setting", widthPx: 280, value: ({ name }) => name },
            { id: "value", title: "value", widthPx: 220, value: ({ value }) => value },
            { id: "source", title: "set by", quiet: true, widthPx: 100, value: ({ source }) => source },
          ]}
          empty="No settings."
        />
      </div>
    </div>
  );
}
