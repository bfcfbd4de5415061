/** One record in full: time, key, value and headers, nothing cut. */
import { Button } from "../ui/button.tsx";
import { compactSlice } from "./records/json-slices.ts";
import { prettyJson } from "./records/pretty-json.ts";
import { isoOf } from "./records/show-time.ts";
import { exportRecords } from "./records/record-export.ts";
import type { Pane, PaneRow } from "./panes.ts";
import { reasonText } from "./reasons.ts";
import "./record-card.css";

export function RecordCard({ pane, row: { row, dropped } }: { readonly pane: Pane; readonly row: PaneRow }) {
  return (
    <div className="record-card">
      <dl>
        <dt>time</dt>
        <dd>{isoOf(row.timestampMs)}</dd>
        <dt>key</dt>
        <dd>{row.key === null ? "no key" : compactSlice(row.key)}</dd>
        {dropped !== null && (
          <>
            <dt>ended here</dt>
            <dd className="record-card-why">{reasonText(dropped)}</dd>
          </>
        )}
        {row.headers?.map(([name, value]) => (
          <Header key={name} name={name} value={value} />
        ))}
      </dl>
      <pre className="record-card-value">{row.value === null ? "null (a tombstone)" : prettyJson(row.value)}</pre>
      <Button
        size="small"
        icon="copy"
        onClick={() => void navigator.clipboard.writeText(exportRecords([row], "NDJSON", pane.type))}
      >
        Copy record
      </Button>
    </div>
  );
}

function Header({ name, value }: { readonly name: string; readonly value: string | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value ?? "null"}</dd>
    </>
  );
}
