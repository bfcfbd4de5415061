/** One record in full. */
import { useState } from "react";
import { printInstant } from "../../../shared/records/instants.ts";
import type { TopicRecord } from "../../../shared/protocol/topics.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { recordText, type Form } from "./record-text.ts";
import "./records.css";

export function RecordDetail({ record, onClose }: { readonly record: TopicRecord; readonly onClose: () => void }) {
  const [form, setForm] = useState<Form>("json");
  const { partition, offset, timestampMs, key, value, headers } = record;
  return (
    <aside className="record-detail" aria-label="Record">
      <header>
        <b>
          {partition} / {offset}
        </b>
        <span>{printInstant(timestampMs)}</span>
        <Segmented
          aria-label="Show bytes as"
          size="small"
          value={form}
          options={[
            { value: "json", label: "JSON" },
            { value: "text", label: "Text" },
            { value: "hex", label: "Hex" },
          ]}
          onChange={setForm}
        />
        <IconButton size="small" icon="x" label="Close the record" onClick={onClose} />
      </header>
      <h3>Key</h3>
      <pre tabIndex={0}>{recordText(key, form)}</pre>
      <h3>
        Value
        <Button size="small" icon="copy" onClick={() => void navigator.clipboard.writeText(recordText(value, form))}>
          Copy
        </Button>
      </h3>
      <pre tabIndex={0}>{recordText(value, form)}</pre>
      {headers.length > 0 && (
        <>
          <h3>Headers</h3>
          <dl>
            {headers.map(([name, header], index) => (
              <div key={index}>
                <dt>{name}</dt>
                <dd>{recordText(header, form === "hex" ? "hex" : "text")}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </aside>
  );
}
