/** Writes one record by hand. */
import { useState } from "react";
import { host } from "../host/connect.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { notify } from "../stores/workspace.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Textarea } from "../ui/textarea.tsx";
import type { Cluster } from "./cluster-choice.ts";
import { isJson, readHeaders } from "./record-form.ts";

export interface ProduceRecordProps {
  readonly cluster: Cluster;
  readonly topic: string;
  readonly partitions: number;
  readonly onClose: () => void;
  readonly onProduced: () => void;
}

const BY_KEY = "by-key";

export function ProduceRecord({ cluster, topic, partitions, onClose, onProduced }: ProduceRecordProps) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [tombstone, setTombstone] = useState(false);
  const [headers, setHeaders] = useState("");
  const [partition, setPartition] = useState(BY_KEY);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<HostError | null>(null);
  const read = readHeaders(headers);
  const produce = async (): Promise<void> => {
    setBusy(true);
    try {
      const written = await host.call("topics.produce", {
        cluster,
        topic,
        record: {
          timestampMs: Date.now(),
          key: key === "" ? null : key,
          value: tombstone ? null : value,
          ...(read.headers.length === 0 ? {} : { headers: [...read.headers] }),
          ...(partition === BY_KEY ? {} : { partition: Number(partition) }),
        },
      });
      notify("info", `Written to partition ${written.partition} at offset ${written.offset}.`);
      onProduced();
      onClose();
    } catch (problem) {
      setError(toHostError(problem));
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
          <Button
            variant="primary"
            loading={busy}
            disabled={read.problem ?? (tombstone && key === "" ? "A tombstone needs the key that it deletes." : false)}
            onClick={() => void produce()}
          >
            Produce
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
        <div className="produce-record-row">
          <Field label="Key" help="As text; empty for none.">
            {(control) => <TextField {...control} mono value={key} onChange={setKey} autoFocus />}
          </Field>
          <Field label="Partition">
            {(control) => (
              <Select
                {...control}
                value={partition}
                options={[
                  { value: BY_KEY, label: "By the key" },
                  ...Array.from({ length: Math.min(partitions, 100) }, (_, index) => ({
                    value: String(index),
                    label: String(index),
                  })),
                ]}
                onChange={setPartition}
              />
            )}
          </Field>
        </div>
        <Field
          label="Value"
          help={tombstone ? "The key is deleted." : "As text, in UTF-8."}
          warning={
            tombstone || value.trim() === "" || isJson(value) ? undefined : "Not JSON: it is written as it stands."
          }
        >
          {(control) => (
            <Textarea
              {...control}
              mono
              rows={7}
              value={tombstone ? "" : value}
              onChange={setValue}
              disabled={tombstone}
              placeholder={tombstone ? "null" : '{ "id": "o-1", "total": 12.50 }'}
            />
          )}
        </Field>
        <Checkbox checked={tombstone} onChange={setTombstone}>
          A tombstone: null as value
        </Checkbox>
        <Field label="Headers" error={read.problem} help="One a line, name: value.">
          {(control) => <Textarea {...control} mono rows={2} value={headers} onChange={setHeaders} />}
        </Field>
      </div>
    </Dialog>
  );
}
