import { useRef, type KeyboardEvent } from "react";
import { classNames } from "./class-names.ts";
import type { GridColumn } from "./data-grid-types.ts";
import type { ColumnWidths } from "./use-column-widths.ts";
import { ValueType } from "./value-type.tsx";

interface HeadProps<Row> {
  readonly columns: readonly GridColumn<Row>[];
  readonly widths: ColumnWidths;
}

/** Dividers take one tab stop: left and right resize, up and down go to the next divider, Enter or a double press fits. */
export function DataGridHead<Row>({ columns, widths }: HeadProps<Row>) {
  return (
    <div role="rowgroup" className="ui-data-grid-head">
      <div role="row" aria-rowindex={1} className="ui-data-grid-row">
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + 1}
            className={classNames("ui-data-grid-title", column.numeric && "ui-data-grid-numeric")}
          >
            <span className="ui-data-grid-title-text">{column.title}</span>
            {column.kind !== undefined && <ValueType kind={column.kind} />}
            <Divider column={column} first={index === 0} widths={widths} />
          </div>
        ))}
      </div>
    </div>
  );
}

interface DividerProps<Row> {
  readonly column: GridColumn<Row>;
  readonly first: boolean;
  readonly widths: ColumnWidths;
}

function Divider<Row>({ column, first, widths }: DividerProps<Row>) {
  const drag = useRef<{ readonly at: number; readonly width: number }>(undefined);
  const width = widths.of(column.id);
  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    event.stopPropagation();
    const by = event.shiftKey ? 40 : 8;
    if (event.key === "ArrowLeft") widths.set(column.id, width - by);
    else if (event.key === "ArrowRight") widths.set(column.id, width + by);
    else if (event.key === "Enter") widths.fit(column.id);
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const all = [
        ...(event.currentTarget.closest("[role=row]")?.querySelectorAll<HTMLElement>("[role=separator]") ?? []),
      ];
      all[all.indexOf(event.currentTarget) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
    } else return;
    event.preventDefault();
  };
  return (
    <span
      role="separator"
      tabIndex={first ? 0 : -1}
      aria-orientation="vertical"
      aria-label={`Width of ${column.title}`}
      aria-valuenow={width}
      aria-valuemin={48}
      aria-valuemax={800}
      className="ui-data-grid-divider"
      onKeyDown={keyDown}
      onDoubleClick={() => widths.fit(column.id)}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: event.clientX, width: event.currentTarget.parentElement?.offsetWidth ?? width };
      }}
      onPointerMove={(event) => {
        if (drag.current !== undefined) widths.set(column.id, drag.current.width + event.clientX - drag.current.at);
      }}
      onLostPointerCapture={() => {
        drag.current = undefined;
      }}
    />
  );
}
