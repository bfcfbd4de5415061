import "./data-grid.css";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { classNames } from "./class-names.ts";
import { DataGridHead } from "./data-grid-head.tsx";
import type { DataGridProps, GridColumn } from "./data-grid-types.ts";
import { cellText, rowsAsCsv, rowsAsJson } from "./grid-copy.ts";
import { select } from "./grid-selection.ts";
import { isMac } from "./key-text.ts";
import { Menu } from "./menu.tsx";
import { Skeleton } from "./skeleton.tsx";
import { useColumnWidths } from "./use-column-widths.ts";

export type { DataGridProps, GridColumn } from "./data-grid-types.ts";

const headPx = 28;
const none: ReadonlySet<string> = new Set();

/**
 * Any number of rows of data. Arrows, Page up, Page down, Home and End move; Space and Enter select and open; Mod+A takes all; Mod+C copies the
 * selection (or the row) as CSV, with Shift as JSON; so does the menu of a row.
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { label, columns, rows, rowId, selection = "one", selected = none, rowPx = 24, follow = false } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<string>();
  const anchor = useRef<string>(undefined);
  const [menuAt, setMenuAt] = useState<{ readonly x: number; readonly y: number }>();
  const widths = useColumnWidths(columns, rows);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    scrollMargin: headPx,
    scrollPaddingStart: headPx,
  });
  // Looked for again only when rows come or the cursor moves, not at each step of scrolling.
  const at = useMemo(
    () => Math.max(0, cursor === undefined ? 0 : rows.findIndex((row) => rowId(row) === cursor)),
    [rows, cursor],
  );
  useFollowing(follow, rows.length, scroller, () => virtual.scrollToIndex(rows.length - 1));

  const choose = (index: number, how: { readonly toggle: boolean; readonly range: boolean }): void => {
    const row = rows[index];
    if (row === undefined || props.onSelect === undefined) return;
    const next = select({ mode: selection, selected, anchor: anchor.current }, rows.map(rowId), rowId(row), how);
    anchor.current = next.anchor;
    props.onSelect(next.selected);
  };
  const goTo = (index: number, range: boolean): void => {
    const bound = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[bound];
    if (row === undefined) return;
    setCursor(rowId(row));
    virtual.scrollToIndex(bound);
    choose(bound, { toggle: false, range });
  };
  const copy = async (format: "JSON" | "CSV"): Promise<void> => {
    const chosen = rows.filter((row) => selected.has(rowId(row)));
    const taken = chosen.length > 0 ? chosen : rows.slice(at, at + 1);
    await navigator.clipboard.writeText(format === "JSON" ? rowsAsJson(columns, taken) : rowsAsCsv(columns, taken));
    props.onCopied?.(format, taken.length);
  };
  const keyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const row = rows[at];
    if (event.target !== event.currentTarget || row === undefined) return;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headPx) / rowPx) - 1);
    const move = moveOf(event.key, page, cursor === undefined ? -1 : at, rows.length);
    if (mod && event.key.toLowerCase() === "c") void copy(event.shiftKey ? "JSON" : "CSV");
    else if (mod && event.key.toLowerCase() === "a" && selection === "many") props.onSelect?.(new Set(rows.map(rowId)));
    else if (move !== undefined) goTo(move, event.shiftKey);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight")
      scroller.current?.scrollBy({ left: event.key === "ArrowLeft" ? -60 : 60 });
    else if (event.key === " ") choose(at, { toggle: true, range: event.shiftKey });
    else if (event.key === "Enter" && props.onOpen !== undefined) props.onOpen(rowId(row));
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) openMenu();
    else return;
    event.preventDefault();
  };
  const openMenu = (): void => {
    const box = (document.getElementById(`${id}-${at}`) ?? scroller.current)?.getBoundingClientRect();
    if (box !== undefined) setMenuAt({ x: box.left + 24, y: box.bottom });
  };
  const press = (index: number, event: MouseEvent): void => {
    const row = rows[index];
    if (row === undefined) return;
    setCursor(rowId(row));
    if (event.type === "contextmenu") {
      event.preventDefault();
      if (!selected.has(rowId(row))) choose(index, { toggle: false, range: false });
      setMenuAt({ x: event.clientX, y: event.clientY });
    } else choose(index, { toggle: isMac ? event.metaKey : event.ctrlKey, range: event.shiftKey });
  };
  const many = menuAt === undefined ? 0 : rows.filter((row) => selected.has(rowId(row))).length;
  const what = many > 1 ? `${many} rows` : "row";
  return (
    <div className="ui-data-grid">
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-multiselectable={selection === "many" || undefined}
        aria-busy={props.loading || undefined}
        aria-activedescendant={cursor !== undefined && rows.length > 0 ? `${id}-${at}` : undefined}
        className="ui-data-grid-scroll"
        onKeyDown={keyDown}
        onPointerLeave={() => props.onPoint?.(null)}
      >
        <div
          role="presentation"
          className="ui-data-grid-table"
          style={{ "--ui-data-grid-columns": widths.template, minWidth: widths.totalPx }}
        >
          <DataGridHead columns={columns} widths={widths} />
          {rows.length > 0 && (
            <div role="rowgroup" className="ui-data-grid-body" style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map((item) => {
                const row = rows[item.index];
                if (row === undefined) return null;
                return (
                  <GridRow
                    key={rowId(row)}
                    row={row}
                    index={item.index}
                    id={`${id}-${item.index}`}
                    topPx={item.start - headPx}
                    cursor={cursor === rowId(row)}
                    grid={props}
                    onPress={press}
                  />
                );
              })}
            </div>
          )}
        </div>
      </div>
      {rows.length === 0 && (
        <div className="ui-data-grid-instead">
          {props.error ?? (props.loading === true ? <Skeleton label={`Loading ${label}`} lines={4} /> : props.empty)}
        </div>
      )}
      {menuAt !== undefined && (
        <Menu
          open
          label="Copy"
          anchor={menuAt}
          onClose={() => setMenuAt(undefined)}
          items={[
            {
              id: "csv",
              label: `Copy ${what} as CSV`,
              icon: "copy",
              shortcut: "Mod+C",
              onSelect: () => void copy("CSV"),
            },
            {
              id: "json",
              label: `Copy ${what} as JSON`,
              icon: "braces",
              shortcut: "Mod+Shift+C",
              onSelect: () => void copy("JSON"),
            },
          ]}
        />
      )}
    </div>
  );
}

interface GridRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly id: string;
  readonly topPx: number;
  readonly cursor: boolean;
  readonly grid: DataGridProps<Row>;
  readonly onPress: (index: number, event: MouseEvent) => void;
}

function GridRow<Row>({ row, index, id, topPx, cursor, grid, onPress }: GridRowProps<Row>) {
  const key = grid.rowId(row);
  const struck = grid.struck?.has(key) === true;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={grid.selection === "none" ? undefined : grid.selected?.has(key) === true}
      data-cursor={cursor || undefined}
      className={classNames(
        "ui-data-grid-row",
        "ui-data-grid-record",
        struck && "ui-data-grid-struck",
        grid.highlighted?.has(key) && "ui-data-grid-lit",
      )}
      style={{ height: grid.rowPx ?? 24, translate: `0 ${topPx}px` }}
      onClick={(event) => onPress(index, event)}
      onContextMenu={(event) => onPress(index, event)}
      onDoubleClick={() => grid.onOpen?.(key)}
      onPointerEnter={() => grid.onPoint?.(key)}
    >
      {grid.columns.map((column, place) => (
        <Cell
          key={column.id}
          column={column}
          row={row}
          place={place}
          note={struck && place === 0 ? (grid.struckText ?? "dropped") : undefined}
        />
      ))}
    </div>
  );
}

interface CellProps<Row> {
  readonly column: GridColumn<Row>;
  readonly row: Row;
  readonly place: number;
  readonly note: string | undefined;
}

function Cell<Row>({ column, row, place, note }: CellProps<Row>) {
  const value = column.value(row);
  const text =
    value === null || value === undefined ? <span className="ui-data-grid-null">null</span> : cellText(value);
  return (
    <div
      role="gridcell"
      aria-colindex={place + 1}
      className={classNames(
        "ui-data-grid-cell",
        column.numeric && "ui-data-grid-numeric",
        column.quiet && "ui-data-grid-quiet",
      )}
    >
      {column.render?.(row) ?? text}
      {note !== undefined && <span className="visually-hidden">{`, ${note}`}</span>}
    </div>
  );
}

function moveOf(key: string, page: number, at: number, count: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  return Object.hasOwn(moves, key) ? moves[key] : undefined;
}

/** Goes to the end when rows come, unless a person scrolled away from it. */
function useFollowing(
  follow: boolean,
  count: number,
  scroller: { readonly current: HTMLElement | null },
  toEnd: () => void,
): void {
  const atEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !follow) return undefined;
    const watch = (): void => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    };
    element.addEventListener("scroll", watch, { passive: true });
    return () => element.removeEventListener("scroll", watch);
  }, [follow, scroller]);
  useEffect(() => {
    if (follow && atEnd.current && count > 0) toEnd();
  }, [follow, count]);
}
