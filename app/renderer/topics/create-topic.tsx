import { useState } from "react";
import { host } from "../host/connect.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { Cluster } from "./cluster-choice.ts";

export interface CreateTopicProps {
  readonly cluster: Cluster;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onCreated: (topic: string) => void;
}

export function CreateTopic({ cluster, taken, onClose, onCreated }: CreateTopicProps) {
  const [topic, setTopic] = useState("");
  const [partitions, setPartitions] = useState<number | null>(4);
  const [cleanup, setCleanup] = useState("delete");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<HostError | null>(null);
  const problem = taken.includes(topic)
    ? "There is a topic of this name."
    : topic === "" || /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/.test(topic)
      ? undefined
      : "Letters, digits, dot, dash and underscore, at most 249";
  const create = async (): Promise<void> => {
    setBusy(true);
    try {
      await host.call("topics.create", {
        cluster,
        topic,
        partitions: partitions ?? 1,
        replication: null,
        config: { "cleanup.policy": cleanup },
      });
      onCreated(topic);
      onClose();
    } catch (caught) {
      setError(toHostError(caught));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title="Create a topic"
      footer={
        <>
          <Button variant="line" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            loading={busy}
            disabled={topic === "" ? "Give it a name first." : problem}
            onClick={() => void create()}
          >
            Create
          </Button>
        </>
      }
    >
      <div className="produce-record">
        {error !== null && (
          <Banner tone="bad" title={error.message}>
            {error.hint}
          </Banner>
        )}
        <Field label="Name" error={problem} help="It cannot be changed later.">
          {(control) => (
            <TextField {...control} mono value={topic} onChange={setTopic} placeholder="orders" autoFocus />
          )}
        </Field>
        <Field label="Partitions" help="So many tasks can read it at once. Can grow, never shrink.">
          {(control) => (
            <NumberField {...control} value={partitions} onChange={setPartitions} integer min={1} max={10_000} />
          )}
        </Field>
        <Field label="What it keeps" reserve={false}>
          {(control) => (
            <Select
              {...control}
              value={cleanup}
              options={[
                { value: "delete", label: "Everything, for a time" },
                { value: "compact", label: "The newest record of each key" },
                { value: "compact,delete", label: "The newest of each key, for a time" },
              ]}
              onChange={setCleanup}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
