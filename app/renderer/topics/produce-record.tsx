/** Writes one record by hand. */
import { useState } from "react";
import { host } from "../host/connect.ts";
import { notify, notifyError } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Textarea } from "../ui/textarea.tsx";
import type { Cluster } from "./cluster-choice.ts";

export interface ProduceRecordProps {
  readonly cluster: Cluster;
  readonly topic: string;
  readonly onClose: () => void;
  readonly onProduced: () => void;
}

export function ProduceRecord({ cluster, topic, onClose, onProduced }: ProduceRecordProps) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState('{\n  "id": "1"\n}');
  const [tombstone, setTombstone] = useState(false);
  const [busy, setBusy] = useState(false);
  const produce = async (): Promise<void> => {
    setBusy(true);
    try {
      const { partition, offset } = await host.call("topics.produce", {
        cluster,
        topic,
        record: { timestampMs: Date.now(), key: key === "" ? null : key, value: tombstone ? null : value },
      });
      notify("info", `Written to partition ${partition} at offset ${offset}.`);
      onProduced();
      onClose();
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Produce a record to ${topic}`}
      footer={
        <>
          <Button variant="line" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" loading={busy} onClick={() => void produce()}>
            Produce
          </Button>
        </>
      }
    >
      <Field label="Key" help="As text; empty for a record without a key.">
        {(control) => <TextField {...control} mono value={key} onChange={setKey} autoFocus />}
      </Field>
      <Field label="Value" reserve={false}>
        {(control) => (
          <Textarea
            {...control}
            mono
            rows={8}
            value={tombstone ? "" : value}
            onChange={setValue}
            disabled={tombstone}
          />
        )}
      </Field>
      <Checkbox checked={tombstone} onChange={setTombstone}>
        A tombstone: null as value
      </Checkbox>
    </Dialog>
  );
}
