/** Records of one topic: newest, oldest, from an offset or a time; searched; one of them in full. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { printInstant } from "../../../shared/records/instants.ts";
import type { TopicRecord } from "../../../shared/protocol/topics.ts";
import { host } from "../host/connect.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import type { GridColumn } from "../ui/data-grid-types.ts";
import type { Cluster } from "./cluster-choice.ts";
import { fromOf } from "./from.ts";
import { RecordsTools, type Query } from "./records-tools.tsx";
import { RecordDetail } from "./record-detail.tsx";
import { recordText } from "./record-text.ts";
import "./records.css";

const LIMIT = 200;
const TYPING_MS = 200;
const none: readonly TopicRecord[] = [];

export interface RecordsProps {
  readonly cluster: Cluster;
  readonly topic: string;
  /** How many were written from here: with each they are read again. */
  readonly written: number;
}

export function Records({ cluster, topic, written }: RecordsProps) {
  const [query, setQuery] = useState<Query>({ kind: "newest", place: "", search: "", form: "text" });
  const [records, setRecords] = useState<readonly TopicRecord[] | null>(null);
  const [error, setError] = useState<HostError | null>(null);
  const [loading, setLoading] = useState(true);
  const [open, setOpen] = useState<TopicRecord | null>(null);
  const newest = useRef(0);
  const { kind, place, search, form } = query;
  const wanted = search.trim();

  const load = useCallback(async () => {
    const from = fromOf(kind, place);
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
        search: wanted === "" ? null : wanted,
      });
      if (mine !== newest.current) return;
      setRecords(found);
      setError(null);
    } catch (problem) {
      if (mine === newest.current) setError(toHostError(problem));
    } finally {
      if (mine === newest.current) setLoading(false);
    }
  }, [cluster, topic, kind, place, wanted, written]);
  useEffect(() => {
    const timer = setTimeout(() => void load(), records === null ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [load]);
  useEffect(
    () => () => {
      newest.current += 1;
    },
    [],
  );

  const columns = useMemo(() => columnsOf(form), [form]);
  const rows = records ?? none;
  const selected = useMemo(() => new Set(open === null ? [] : [idOf(open)]), [open]);
  return (
    <div className="records">
      <RecordsTools
        query={query}
        onChange={(part) => setQuery((before) => ({ ...before, ...part }))}
        loading={loading}
        onAgain={() => void load()}
        said={records === null ? "" : saidOf(rows.length, kind, wanted)}
      />
      {error !== null && (
        <Banner
          tone="bad"
          title={error.message}
          actions={
            <Button size="small" variant="line" loading={loading} onClick={() => void load()}>
              Try again
            </Button>
          }
        >
          {error.hint}
        </Banner>
      )}
      <div className="records-body">
        <DataGrid
          label={`Records of ${topic}`}
          columns={columns}
          rows={rows}
          rowId={idOf}
          loading={records === null && error === null}
          selection="one"
          selected={selected}
          onSelect={(ids) => setOpen(rows.find((record) => ids.has(idOf(record))) ?? null)}
          empty={
            <p className="records-none">
              {error !== null
                ? ""
                : wanted !== ""
                  ? `No record holds “${wanted}” in its key or value.`
                  : kind === "newest" || kind === "oldest"
                    ? "The topic holds no records."
                    : "No record from there on."}
            </p>
          }
        />
        {open !== null && <RecordDetail record={open} onClose={() => setOpen(null)} />}
      </div>
    </div>
  );
}

function columnsOf(form: Query["form"]): readonly GridColumn<TopicRecord>[] {
  const text = (part: string | null): string | null =>
    part === null ? null : recordText(part, form === "hex" ? "hex" : "text");
  return [
    { id: "time", title: "time", quiet: true, widthPx: 198, value: ({ timestampMs }) => printInstant(timestampMs) },
    { id: "partition", title: "partition", numeric: true, widthPx: 74, value: ({ partition }) => String(partition) },
    { id: "offset", title: "offset", numeric: true, widthPx: 84, value: ({ offset }) => offset },
    { id: "key", title: "key", widthPx: 170, value: ({ key }) => text(key) },
    { id: "value", title: "value", widthPx: 600, value: ({ value }) => text(value) },
    {
      id: "headers",
      title: "headers",
      numeric: true,
      quiet: true,
      widthPx: 66,
      value: ({ headers }) => headers.length || "",
    },
  ];
}

function saidOf(many: number, kind: Query["kind"], wanted: string): string {
  const records = `${many.toLocaleString("en")} ${many === 1 ? "record" : "records"}`;
  if (many < LIMIT) return wanted === "" ? records : `${records} found`;
  return kind === "newest" ? `newest ${records}` : `first ${records}`;
}

function idOf({ partition, offset }: TopicRecord): string {
  return `${partition}/${offset}`;
}
