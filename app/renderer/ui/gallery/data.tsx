import { useMemo, useState } from "react";
import { Button } from "../button.tsx";
import { Chip } from "../chip.tsx";
import { DataGrid, type GridColumn } from "../data-grid.tsx";
import { EmptyState } from "../empty-state.tsx";
import { Tree, type TreeNode } from "../tree.tsx";
import { ValueType } from "../value-type.tsx";
import { Section } from "./section.tsx";

interface Order {
  readonly time: string;
  readonly id: string;
  readonly country: string;
  readonly total: string;
  readonly paid: string | null;
}

const countries = ["PT", "DE", "DE", "FR", "SE"];
const columns: readonly GridColumn<Order>[] = [
  { id: "time", title: "time", value: (row) => row.time, quiet: true, widthPx: 88 },
  { id: "id", title: "id", value: (row) => row.id, kind: "string", widthPx: 116 },
  { id: "country", title: "country", value: (row) => row.country, widthPx: 84 },
  { id: "total", title: "total", value: (row) => row.total, numeric: true, widthPx: 92 },
  { id: "paid", title: "paid", value: (row) => row.paid, numeric: true, kind: "decimal", widthPx: 100 },
];
const folders: readonly TreeNode[] = [
  {
    id: "shop",
    label: "shop",
    icon: "folder",
    children: [
      { id: "late", label: "late-payments.pipeline.json", icon: "workflow", detail: "now" },
      { id: "velocity", label: "card-velocity.pipeline.json", icon: "workflow", detail: "2 d" },
      {
        id: "samples",
        label: "samples",
        icon: "folder",
        children: [{ id: "orders", label: "orders.jsonl", icon: "file-json", detail: "200" }],
      },
    ],
  },
  { id: "archive", label: "archive", icon: "folder", children: [], loading: true },
  { id: "readme", label: "README.md", icon: "file-text", muted: true },
];
const record: readonly TreeNode[] = [
  { id: "id", label: "id", detail: "string" },
  {
    id: "customer",
    label: "customer",
    detail: "struct",
    children: [
      { id: "customer.name", label: "name", detail: "string" },
      { id: "customer.since", label: "since", detail: "instant" },
    ],
  },
  { id: "total", label: "total", detail: "decimal" },
  { id: "paid", label: "paid", detail: "boolean" },
];

export function Data({ onCopied }: { readonly onCopied: (format: "JSON" | "CSV", rows: number) => void }) {
  const rows = useMemo(() => Array.from({ length: 5000 }, (_, index) => order(index)), []);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(["o-20418"]));
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set(["shop", "samples", "customer"]));
  const [file, setFile] = useState("late");
  const expand = (id: string, open: boolean): void => {
    const next = new Set(expanded);
    if (open) next.add(id);
    else next.delete(id);
    setExpanded(next);
  };
  return (
    <Section title="Data">
      <div>
        <div className="gallery-caption">
          <span>orders</span>
          <span>5 000 records, 2 dropped</span>
        </div>
        <div className="gallery-box">
          <DataGrid
            label="Records of orders"
            columns={columns}
            rows={rows}
            rowId={(row) => row.id}
            selection="many"
            selected={selected}
            onSelect={setSelected}
            highlighted={new Set(["o-20417"])}
            struck={new Set(["o-20419", "o-20422"])}
            onCopied={onCopied}
          />
        </div>
      </div>
      <div className="gallery-boxes">
        <div className="gallery-box">
          <DataGrid
            label="Records on their way"
            columns={columns.slice(0, 3)}
            rows={[]}
            rowId={(row) => row.id}
            loading
          />
        </div>
        <div className="gallery-box">
          <DataGrid
            label="No records"
            columns={columns.slice(0, 3)}
            rows={[]}
            rowId={(row) => row.id}
            empty={
              <EmptyState
                size="small"
                icon="radio-receiver"
                title="No records yet"
                actions={
                  <Button size="small" variant="line">
                    Sample again
                  </Button>
                }
              >
                The topic is empty. Records show as soon as one is written.
              </EmptyState>
            }
          />
        </div>
        <div className="gallery-box">
          <Tree
            label="Files"
            roots={folders}
            expanded={expanded}
            onExpand={expand}
            selected={file}
            onSelect={setFile}
          />
        </div>
        <div className="gallery-box">
          <Tree
            label="Fields of the record"
            rowPx={24}
            roots={record}
            expanded={expanded}
            onExpand={expand}
            selected={undefined}
            renderIcon={() => <Chip kind="source" icon="hash" bare />}
            renderEnd={(node) => <ValueType kind={node.detail ?? "any"} />}
          />
        </div>
      </div>
    </Section>
  );
}

function order(index: number): Order {
  const time = new Date(Date.UTC(2026, 0, 5, 10, 14, 2) + index * 1300).toISOString().slice(11, 19);
  const total = ((index * 7919) % 9000) / 100 + 9.9;
  return {
    time,
    id: `o-${20416 + index}`,
    country: countries[index % 5] ?? "PT",
    total: total.toFixed(2),
    paid: index % 4 === 2 ? null : (total / 2).toFixed(2),
  };
}
