/** Records of a real topic, fetched once and kept as they are: of a connection of an environment, or of a run on this computer. */
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { parseEnvironment } from "../../../../shared/pipeline/environment.ts";
import type { Json, PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import type { TopicRecord } from "../../../../shared/protocol/topics.ts";
import { host } from "../../host/connect.ts";
import { toHostError, type HostError } from "../../host/host-error.ts";
import { environmentName, environmentStore, loadEnvironments } from "../../stores/environments.ts";
import { runsStore } from "../../stores/runs.ts";
import { Button } from "../../ui/button.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { capturedRecords, type CapturedCluster } from "./captured.ts";
import type { InputChoice } from "./input-choice.ts";

export interface CaptureFormProps {
  readonly node: PipelineNode;
  readonly trusted: boolean;
  readonly choice: Extract<InputChoice, { kind: "captured" }> | null;
  readonly onUse: (choice: InputChoice) => void;
}

export function CaptureForm({ node, trusted, choice, onUse }: CaptureFormProps) {
  const clusters = useClusters();
  const [chosen, setChosen] = useState<string | null>(null);
  const [topic, setTopic] = useState(() => topicOf(node.config));
  const [limit, setLimit] = useState(200);
  const [newest, setNewest] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<HostError | null>(null);
  const cluster = clusters.find((one) => one.label === chosen) ?? clusters[0];

  const capture = async (): Promise<void> => {
    if (cluster === undefined) return;
    setBusy(true);
    setError(null);
    try {
      const from = { kind: newest ? ("newest" as const) : ("oldest" as const) };
      const found: readonly TopicRecord[] = await host.call("topics.records", {
        cluster: cluster.ref,
        topic,
        partition: null,
        from,
        limit,
        search: null,
      });
      onUse({ kind: "captured", topic, from: cluster.label, atMs: Date.now(), records: capturedRecords(found, node) });
    } catch (thrown) {
      setError(toHostError(thrown));
    } finally {
      setBusy(false);
    }
  };
  if (!trusted) return <p className="inputs-note">Trust this folder first: until then nothing is connected to.</p>;
  if (clusters.length === 0)
    return (
      <p className="inputs-note">
        There is no environment with a connection, and nothing runs on this computer. Add an environment in the
        settings, or run the pipeline.
      </p>
    );
  return (
    <>
      <div className="inputs-row">
        <label htmlFor="capture-cluster">Cluster</label>
        <Select
          id="capture-cluster"
          size="small"
          value={cluster?.label}
          options={clusters.map((one) => ({ value: one.label, label: one.label }))}
          onChange={setChosen}
        />
      </div>
      <div className="inputs-row">
        <label htmlFor="capture-topic">Topic</label>
        <TextField id="capture-topic" size="small" mono value={topic} onChange={setTopic} />
      </div>
      <div className="inputs-row">
        <label htmlFor="capture-limit">Records</label>
        <span className="inputs-pair">
          <Select
            aria-label="Which records"
            size="small"
            value={newest ? "newest" : "oldest"}
            options={[
              { value: "newest", label: "the newest" },
              { value: "oldest", label: "the oldest" },
            ]}
            onChange={(value) => setNewest(value === "newest")}
          />
          <NumberField
            id="capture-limit"
            size="small"
            integer
            min={1}
            max={5000}
            value={limit}
            onChange={(value) => value !== null && setLimit(value)}
          />
        </span>
      </div>
      {error !== null && <p className="inputs-error" role="alert">{`${error.message} ${error.hint ?? ""}`}</p>}
      <div className="inputs-row">
        <span className="inputs-note">
          {choice === null
            ? "Records are read once and stay as they are."
            : `${choice.records.length.toLocaleString("en")} records of ${choice.topic} are used.`}
        </span>
        <Button
          variant="line"
          size="small"
          icon="download"
          loading={busy}
          disabled={topic.trim() === "" ? "Name the topic." : false}
          onClick={() => void capture()}
        >
          Capture
        </Button>
      </div>
    </>
  );
}

function topicOf(config: Json): string {
  if (config === null || typeof config !== "object" || !("topic" in config)) return "";
  return typeof config.topic === "string" ? config.topic : "";
}

function useClusters(): readonly CapturedCluster[] {
  const runs = useStore(runsStore, (state) => state.runs);
  const files = useStore(environmentStore, (state) => state.files);
  useEffect(() => {
    // A folder that cannot be listed has no environments to offer.
    loadEnvironments(host).catch(() => {});
  }, []);
  return useMemo(() => {
    const running = [...runs.values()].flatMap(({ snapshot: { run, file, state } }): CapturedCluster[] =>
      state === "running" ? [{ label: `the run of ${file}`, ref: { kind: "run", run } }] : [],
    );
    const connections = files.flatMap(({ file, text }) =>
      [...(parseEnvironment(text).environment?.connections.keys() ?? [])].map((connection): CapturedCluster => ({
        label: `${environmentName(file)}: ${connection}`,
        ref: { kind: "connection", environment: file, connection },
      })),
    );
    return [...running, ...connections];
  }, [runs, files]);
}
