/** One list of records: a head that says what they are and how many, and the grid. */
import { useMemo, useRef, useState, type MouseEvent } from "react";
import { useSession } from "../stores/session.tsx";
import { MenuButton } from "../ui/menu.tsx";
import { IconButton } from "../ui/button.tsx";
import { DataGrid, type GridColumn } from "../ui/data-grid.tsx";
import { Popover, usePopover } from "../ui/popover.tsx";
import { followColumn } from "../lineage/lineage-store.ts";
import { showBottom } from "../commands/preview.ts";
import { notify } from "../stores/workspace.ts";
import { SchemaTree } from "../understanding/schema-tree.tsx";
import { headerOf, type Pane, type PaneRow } from "./panes.ts";
import { reasonText } from "./reasons.ts";
import { RecordCard } from "./record-card.tsx";
import { exportRecords, type ExportForm } from "./records/record-export.ts";
import type { RecordFilter } from "./records/record-filter.ts";
import { cellOf, recordColumns, type RecordColumn } from "./records/record-columns.ts";
import { showTime, timeForm } from "./records/show-time.ts";
import "./record-grid.css";

export interface RecordGridProps {
  readonly pane: Pane;
  readonly filter: RecordFilter | null;
  readonly isLit: (row: PaneRow) => boolean;
}

export function RecordGrid({ pane, filter, isLit }: RecordGridProps) {
  const session = useSession();
  const { preview } = session;
  const rows = useMemo(
    () => (filter === null ? pane.rows : pane.rows.filter(({ row }) => filter(row))),
    [pane, filter],
  );
  const fields = useMemo(
    () =>
      recordColumns(
        pane.rows.map(({ row }) => row),
        pane.type,
      ),
    [pane],
  );
  const columns = useMemo(() => gridColumns(pane, fields), [pane, fields]);
  const struck = useMemo(() => new Set(rows.filter((row) => row.dropped !== null).map((row) => row.id)), [rows]);
  const highlighted = useMemo(() => new Set(rows.filter(isLit).map(({ id }) => id)), [rows, isLit]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set());
  const [open, setOpen] = useState<PaneRow | null>(null);
  const host = useRef<HTMLDivElement>(null);

  const follow = (root: "key" | "value", path: readonly string[]): void => {
    if (pane.column === null) return;
    followColumn(session, { ...pane.column, root, path });
    showBottom("lineage");
  };
  // The grid has no call for its titles; a press on one bubbles here.
  const pressed = (event: MouseEvent): void => {
    const title = event.target instanceof Element ? event.target.closest("[role=columnheader]") : null;
    const column = columns[Number(title?.getAttribute("aria-colindex") ?? Number.NaN) - 1];
    const field = fields.find(({ id }) => id === column?.id);
    const divider = event.target instanceof Element && event.target.closest("[role=separator]") !== null;
    if (field !== undefined && field.root !== "time" && !divider) follow(field.root, field.path);
  };
  const shownOf = filter === null ? "" : `${rows.length} shown of `;
  const cut = pane.total > pane.rows.length ? `first ${pane.rows.length.toLocaleString("en")} of ` : "";
  return (
    <section className="record-grid" aria-label={`${pane.title} ${pane.detail}`} data-pane={pane.id}>
      <header className="record-grid-head">
        <b>{pane.title}</b>
        <span className="record-grid-detail">{pane.detail}</span>
        <span className="record-grid-count">{`${shownOf}${cut}${pane.summary}`}</span>
        {pane.type !== null && pane.column !== null && <Fields pane={pane} onField={follow} />}
        <MenuButton
          label={`Copy ${pane.title}`}
          icon="copy"
          iconOnly
          size="small"
          placement="bottom-end"
          items={(["NDJSON", "JSON", "CSV"] satisfies ExportForm[]).map((form) => ({
            id: form,
            label: `Copy ${rows.length.toLocaleString("en")} as ${form}`,
            onSelect: () => void copyRecords(pane, rows, form),
          }))}
        />
      </header>
      <div
        ref={host}
        className={pane.column === null ? "record-grid-body" : "record-grid-body record-grid-followed"}
        onClick={pressed}
      >
        <DataGrid<PaneRow>
          label={`${pane.title} ${pane.detail}`}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          selection="many"
          selected={selected}
          onSelect={(ids) => {
            setSelected(ids);
            const only = ids.size === 1 ? rows.find(({ id }) => ids.has(id)) : undefined;
            preview.setState({ lit: only === undefined ? null : { step: only.row.step, key: only.row.key } });
          }}
          highlighted={highlighted}
          struck={struck}
          struckText="ended here"
          onOpen={(id) => setOpen(rows.find((row) => row.id === id) ?? null)}
          empty={
            <p className="record-grid-empty">
              {filter === null ? "No records up to here" : "No record matches the search"}
            </p>
          }
        />
      </div>
      <Popover open={open !== null} onClose={() => setOpen(null)} anchor={host} placement="top-start" label="Record">
        {open !== null && <RecordCard pane={pane} row={open} />}
      </Popover>
    </section>
  );
}

function Fields({
  pane,
  onField,
}: {
  readonly pane: Pane;
  readonly onField: (root: "key" | "value", path: readonly string[]) => void;
}) {
  const popover = usePopover();
  return (
    <>
      <IconButton {...popover.trigger} size="small" icon="list-tree" label={`Fields of ${pane.title}`} />
      <Popover
        open={popover.open}
        onClose={() => popover.setOpen(false)}
        anchor={popover.anchor}
        placement="bottom-end"
        label="Fields"
        className="record-grid-fields"
      >
        {pane.type !== null && (
          <SchemaTree
            type={pane.type}
            label={`Fields of ${pane.title}`}
            onField={({ root, path }) => {
              popover.setOpen(false);
              onField(
                root,
                path.filter((step) => step !== "[]"),
              );
            }}
          />
        )}
      </Popover>
    </>
  );
}

function gridColumns(pane: Pane, fields: readonly RecordColumn[]): GridColumn<PaneRow>[] {
  const form = timeForm(pane.rows.map(({ row }) => row.timestampMs));
  const columns = fields.map((field): GridColumn<PaneRow> => {
    if (field.root === "time")
      return {
        id: field.id,
        title: field.title,
        value: ({ row }) => showTime(row.timestampMs, form),
        quiet: true,
        widthPx: 78 + (form.ms ? 34 : 0) + (form.date ? 44 : 0),
      };
    return {
      id: field.id,
      title: field.title,
      value: ({ row }) => cellOf(row, field).text,
      render: ({ row }) => <CellView cell={cellOf(row, field)} />,
      numeric: field.numeric,
      widthPx: widthOf(pane, field),
    };
  });
  const reasons = new Set(pane.rows.map(reasonOf));
  if (reasons.size > 1 || !reasons.has(""))
    columns.splice(1, 0, {
      id: "why",
      title: "ended here",
      value: reasonOf,
      render: (row) => <span className="record-grid-why">{reasonOf(row)}</span>,
      widthPx: Math.round(Math.max(84, ...[...reasons].map((reason) => reason.length * 6.2 + 22))),
    });
  if (pane.isDeadLetters)
    columns.splice(1, 0, {
      id: "cause",
      title: "cause",
      value: ({ row }) => headerOf(row, "weir.error.message") ?? "",
      widthPx: 260,
    });
  return columns;
}

function reasonOf({ dropped }: PaneRow): string {
  return dropped === null ? "" : reasonText(dropped);
}

function CellView({ cell }: { readonly cell: ReturnType<typeof cellOf> }) {
  if (cell.kind === "absent") return <span className="record-grid-quiet">–</span>;
  if (cell.kind === "null") return <span className="record-grid-quiet">null</span>;
  if (cell.kind === "object" || cell.kind === "array") return <span className="record-grid-nested">{cell.text}</span>;
  return cell.text;
}

const CHARACTER_PX = 7.3;

/** As wide as what stands in the first rows, within reason. */
function widthOf(pane: Pane, field: RecordColumn): number {
  const longest = pane.rows
    .slice(0, 60)
    .reduce((most, { row }) => Math.max(most, cellOf(row, field).text.length), field.title.length);
  return Math.round(Math.min(260, Math.max(64, longest * CHARACTER_PX + 22)));
}

async function copyRecords(pane: Pane, rows: readonly PaneRow[], form: ExportForm): Promise<void> {
  await navigator.clipboard.writeText(
    exportRecords(
      rows.map(({ row }) => row),
      form,
      pane.type,
    ),
  );
  notify("info", `${rows.length.toLocaleString("en")} records copied as ${form}.`);
}
