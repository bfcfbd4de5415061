/** One record in full. */
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { printInstant } from "../../../shared/records/instants.ts";
import type { TopicRecord } from "../../../shared/protocol/topics.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { bytesOf, recordText, type Form } from "./record-text.ts";
import "./records.css";

export interface RecordDetailProps {
  readonly record: TopicRecord;
  readonly onClose: () => void;
  /** Stands above the record: why it is looked at. */
  readonly lead?: ReactNode;
}

export function RecordDetail({ record, onClose, lead }: RecordDetailProps) {
  const [form, setForm] = useState<Form>("json");
  const { partition, offset, timestampMs, key, value, headers } = record;
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    <aside className="record-detail" aria-label="Record" onKeyDown={pressed}>
      <header>
        <b>
          Partition {partition}, offset {offset}
        </b>
        <span className="records-grow" />
        <Segmented
          aria-label="Show the record as"
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
      {lead}
      <p className="record-detail-time">{printInstant(timestampMs)}</p>
      <Part title="Key" base64={key} form={form} none="no key" />
      <Part title="Value" base64={value} form={form} none="null, a tombstone" />
      {headers.length > 0 && (
        <section aria-label="Headers">
          <h3>
            Headers <small>{headers.length}</small>
          </h3>
          <dl>
            {headers.map(([name, header], index) => (
              <div key={index}>
                <dt>{name}</dt>
                <dd>{recordText(header, form === "hex" ? "hex" : "text")}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </aside>
  );
}

interface PartProps {
  readonly title: string;
  readonly base64: string | null;
  readonly form: Form;
  /** Said where there are no bytes. */
  readonly none: string;
}

function Part({ title, base64, form, none }: PartProps) {
  if (base64 === null)
    return (
      <section aria-label={title}>
        <h3>{title}</h3>
        <p className="record-detail-none">{none}</p>
      </section>
    );
  const text = recordText(base64, form);
  return (
    <section aria-label={title}>
      <h3>
        {title} <small>{sizeText(bytesOf(base64).length)}</small>
        <Button
          size="small"
          icon="copy"
          aria-label={`Copy the ${title.toLowerCase()}`}
          onClick={() => void navigator.clipboard.writeText(text)}
        >
          Copy
        </Button>
      </h3>
      <pre tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </section>
  );
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
