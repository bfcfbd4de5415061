/** Key and value of a record as a tree of fields with their types: in tooltips of edges, the inspector, the lineage panel. */
import { useMemo, useState, type KeyboardEvent } from "react";
import { printType } from "../../../shared/records/type-text.ts";
import type { RecordType } from "../../../shared/topology/topology.ts";
import { classNames } from "../ui/class-names.ts";
import { Icon } from "../ui/icon.tsx";
import { ValueType } from "../ui/value-type.tsx";
import { schemaRows, type SchemaRow } from "./schema-rows.ts";
import "./schema-tree.css";

export interface SchemaTreeProps {
  readonly type: RecordType;
  /** What the tree is of, for those who hear it: "Schema of Orders". */
  readonly label: string;
  /** With it fields can be chosen, with a click or Enter. */
  readonly onField?: ((field: Pick<SchemaRow, "root" | "path">) => void) | undefined;
  /** Field that is marked, as `value.merchant.country`. */
  readonly marked?: string | null | undefined;
}

export function SchemaTree({ type, label, onField, marked = null }: SchemaTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set());
  const [focused, setFocused] = useState(0);
  const rows = useMemo(() => schemaRows(type, closed), [type, closed]);
  const at = Math.min(focused, rows.length - 1);

  const toggle = (row: SchemaRow, open: boolean): void => {
    const next = new Set(closed);
    if (open) next.delete(row.id);
    else next.add(row.id);
    setClosed(next);
  };
  const go = (event: KeyboardEvent<HTMLElement>, index: number): void => {
    setFocused(index);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=treeitem]")[index]?.focus();
  };
  const pressed = (event: KeyboardEvent<HTMLElement>): void => {
    const row = rows[at];
    if (row === undefined) return;
    const isOpen = row.fields > 0 && !closed.has(row.id);
    if (event.key === "ArrowDown") go(event, Math.min(at + 1, rows.length - 1));
    else if (event.key === "ArrowUp") go(event, Math.max(at - 1, 0));
    else if (event.key === "Home") go(event, 0);
    else if (event.key === "End") go(event, rows.length - 1);
    else if (event.key === "ArrowRight" && row.fields > 0 && !isOpen) toggle(row, true);
    else if (event.key === "ArrowRight" && isOpen) go(event, at + 1);
    else if (event.key === "ArrowLeft" && isOpen) toggle(row, false);
    else if (event.key === "ArrowLeft") go(event, parentOf(rows, at));
    else if ((event.key === "Enter" || event.key === " ") && onField !== undefined) onField(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div role="tree" aria-label={label} className="schema-tree" onKeyDown={pressed} tabIndex={-1}>
      {rows.map((row, index) => (
        <div
          key={row.id}
          role="treeitem"
          aria-level={row.depth + 1}
          aria-expanded={row.fields === 0 ? undefined : !closed.has(row.id)}
          aria-selected={row.id === marked}
          tabIndex={index === at ? 0 : -1}
          className={classNames("schema-tree-row", onField !== undefined && "schema-tree-row-choice")}
          style={{ "--depth": row.depth }}
          onFocus={() => setFocused(index)}
          onClick={() => (onField === undefined ? row.fields > 0 && toggle(row, closed.has(row.id)) : onField(row))}
        >
          <span
            className="schema-tree-sign"
            aria-hidden="true"
            onClick={(event) => {
              if (row.fields === 0) return;
              event.stopPropagation();
              toggle(row, closed.has(row.id));
            }}
          >
            {row.fields > 0 && <Icon name={closed.has(row.id) ? "chevron-right" : "chevron-down"} size={12} />}
          </span>
          <span className="schema-tree-name">{row.name}</span> <ValueType kind={row.kind} text={row.typeText} />
        </div>
      ))}
      {rows.length === 1 && rows[0]?.kind === "any" && (
        <p className="schema-tree-note">Nothing is known of the values: {printType(type.value)}.</p>
      )}
    </div>
  );
}

function parentOf(rows: readonly SchemaRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  const above = rows.slice(0, at).findLastIndex((row) => row.depth < depth);
  return above < 0 ? at : above;
}
