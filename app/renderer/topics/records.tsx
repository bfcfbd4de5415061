/** Records of one topic: newest, oldest, from an offset or a time; searched; one of them in full. */
import { useCallback, useEffect, useRef, useState } from "react";
import { parseInstant, printInstant } from "../../../shared/records/instants.ts";
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import type { TopicRecord } from "../../../shared/protocol/topics.ts";
import { host } from "../host/connect.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { GridColumn } from "../ui/data-grid-types.ts";
import { SearchField } from "../ui/search-field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { Cluster } from "./cluster-choice.ts";
import { ProduceRecord } from "./produce-record.tsx";
import { RecordDetail } from "./record-detail.tsx";
import { recordText, type Form } from "./record-text.ts";
import "./records.css";

type From = HostParams<"topics.records">["from"];
const LIMIT = 200;

export function Records({ cluster, topic }: { readonly cluster: Cluster; readonly topic: string }) {
  const [kind, setKind] = useState<From["kind"]>("newest");
  const [place, setPlace] = useState("");
  const [search, setSearch] = useState("");
  const [form, setForm] = useState<Form>("auto");
  const [records, setRecords] = useState<readonly TopicRecord[] | null>(null);
  const [error, setError] = useState<HostError | null>(null);
  const [loading, setLoading] = useState(false);
  const [open, setOpen] = useState<TopicRecord | null>(null);
  const [producing, setProducing] = useState(false);
  const newest = useRef(0);
  const from = fromOf(kind, place);

  const load = useCallback(async () => {
    if (from === null) return;
    const mine = (newest.current += 1);
    setLoading(true);
    try {
      const found = await host.call("topics.records", {
        cluster,
        topic,
        partition: null,
        from,
        limit: LIMIT,
        search: search.trim() === "" ? null : search.trim(),
      });
      if (mine !== newest.current) return;
      setRecords(found);
      setError(null);
    } catch (problem) {
      if (mine === newest.current) setError(toHostError(problem));
    } finally {
      if (mine === newest.current) setLoading(false);
    }
  }, [cluster, topic, kind, place, search]);
  useEffect(() => {
    const timer = setTimeout(() => void load(), 200);
    return () => clearTimeout(timer);
  }, [load]);

  const columns: readonly GridColumn<TopicRecord>[] = [
    { id: "time", title: "time", quiet: true, widthPx: 190, value: ({ timestampMs }) => printInstant(timestampMs) },
    { id: "partition", title: "partition", numeric: true, widthPx: 74, value: ({ partition }) => String(partition) },
    { id: "offset", title: "offset", numeric: true, widthPx: 84, value: ({ offset }) => offset },
    { id: "key", title: "key", widthPx: 180, value: ({ key }) => recordText(key, form) },
    {
      id: "value",
      title: "value",
      widthPx: 720,
      value: ({ value }) => recordText(value, form === "json" ? "text" : form),
    },
  ];
  return (
    <div className="records">
      <div className="records-tools">
        <Select
          aria-label="From where"
          size="small"
          value={kind}
          options={[
            { value: "newest", label: "Newest" },
            { value: "oldest", label: "Oldest" },
            { value: "offset", label: "From offset" },
            { value: "time", label: "From time" },
          ]}
          onChange={setKind}
        />
        {(kind === "offset" || kind === "time") && (
          <TextField
            size="small"
            mono
            aria-label={kind === "offset" ? "Offset" : "Time"}
            aria-invalid={place !== "" && from === null}
            value={place}
            onChange={setPlace}
            placeholder={kind === "offset" ? "0" : "2026-01-01T00:00:00Z"}
          />
        )}
        <SearchField
          size="small"
          value={search}
          onChange={setSearch}
          placeholder="Find in key or value"
          loading={loading}
        />
        <Segmented
          aria-label="Show bytes as"
          size="small"
          value={form}
          options={[
            { value: "auto", label: "Text" },
            { value: "json", label: "JSON" },
            { value: "hex", label: "Hex" },
          ]}
          onChange={setForm}
        />
        <span className="records-grow" />
        <Button size="small" icon="refresh-cw" onClick={() => void load()}>
          Read again
        </Button>
        <Button size="small" variant="line" icon="plus" onClick={() => setProducing(true)}>
          Produce
        </Button>
      </div>
      {error !== null && (
        <Banner tone="bad" title={error.message}>
          {error.hint}
        </Banner>
      )}
      <div className="records-body">
        <DataGrid
          label={`Records of ${topic}`}
          columns={columns}
          rows={records ?? []}
          rowId={idOf}
          loading={records === null && error === null}
          selection="one"
          selected={new Set(open === null ? [] : [idOf(open)])}
          onSelect={(ids) => setOpen(records?.find((record) => ids.has(idOf(record))) ?? null)}
          empty={search === "" ? "The topic holds no records." : "No record holds that."}
        />
        {open !== null && <RecordDetail record={open} onClose={() => setOpen(null)} />}
      </div>
      {producing && (
        <ProduceRecord
          cluster={cluster}
          topic={topic}
          onClose={() => setProducing(false)}
          onProduced={() => void load()}
        />
      )}
    </div>
  );
}

function idOf({ partition, offset }: TopicRecord): string {
  return `${partition}/${offset}`;
}

/** Null while what is typed is not a place. */
function fromOf(kind: From["kind"], place: string): From | null {
  if (kind === "newest" || kind === "oldest") return { kind };
  if (kind === "offset") return /^\d{1,19}$/.test(place) ? { kind, offset: place } : null;
  const timestampMs = parseInstant(place.trim());
  return timestampMs === undefined ? null : { kind, timestampMs };
}
