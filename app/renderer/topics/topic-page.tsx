/** One topic: its records, its partitions and settings, and who reads it. */
import { useState } from "react";
import type { TopicSummary } from "../../../shared/protocol/topics.ts";
import { Button } from "../ui/button.tsx";
import { TabPanel, Tabs } from "../ui/tabs.tsx";
import type { Cluster } from "./cluster-choice.ts";
import { Groups } from "./groups.tsx";
import { ProduceRecord } from "./produce-record.tsx";
import { Records } from "./records.tsx";
import { TopicFacts } from "./topic-facts.tsx";

type Shown = "records" | "facts" | "groups";

export function TopicPage({ cluster, topic }: { readonly cluster: Cluster; readonly topic: TopicSummary }) {
  const [shown, setShown] = useState<Shown>("records");
  const [producing, setProducing] = useState(false);
  const [written, setWritten] = useState(0);
  const { name, partitions, replication, internal } = topic;
  return (
    <>
      <header className="topic-page-head">
        <h2 title={name}>{name}</h2>
        <span>
          {partitions} {partitions === 1 ? "partition" : "partitions"}, on {replication}{" "}
          {replication === 1 ? "broker" : "brokers"}
        </span>
        <Button
          variant="line"
          icon="plus"
          disabled={internal ? "Only Kafka itself writes to this topic." : false}
          onClick={() => setProducing(true)}
        >
          Produce
        </Button>
      </header>
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
        {shown === "records" && <Records cluster={cluster} topic={name} written={written} />}
        {shown === "facts" && <TopicFacts cluster={cluster} topic={name} />}
        {shown === "groups" && <Groups cluster={cluster} topic={name} />}
      </TabPanel>
      {producing && (
        <ProduceRecord
          cluster={cluster}
          topic={name}
          partitions={partitions}
          onClose={() => setProducing(false)}
          onProduced={() => {
            setShown("records");
            setWritten((many) => many + 1);
          }}
        />
      )}
    </>
  );
}
