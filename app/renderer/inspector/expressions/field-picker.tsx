/** The fields that an expression can name, as a tree. A click puts the path where the cursor is; it can be dragged there, too. */
import { useMemo, useRef, useState } from "react";
import { pathSource } from "../../../../shared/operators/names.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";
import { DRAG_TYPE, insertInto } from "../../expression-editor/expression-box.tsx";
import type { ExpressionScope } from "../../expression-editor/language/check-expression.ts";
import { typeKind, typeWord } from "../../expression-editor/language/type-words.ts";
import { IconButton } from "../../ui/button.tsx";
import { Popover } from "../../ui/popover.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { ValueType } from "../../ui/value-type.tsx";
import { fieldId, useForm } from "../model/form.ts";
import "./field-picker.css";

export interface FieldPickerProps {
  readonly pointer: string;
  readonly scope: ExpressionScope;
  readonly label: string;
  readonly readOnly: boolean;
}

export function FieldPicker({ pointer, scope, label, readOnly }: FieldPickerProps) {
  const form = useForm();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  if (readOnly) return null;
  const choose = (path: string): void => {
    setOpen(false);
    insertInto(fieldId(form, pointer), path);
  };
  return (
    <>
      <IconButton
        ref={anchor}
        icon="list-tree"
        size="small"
        label={`Fields for ${label}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setOpen(!open)}
      />
      <Popover
        open={open}
        onClose={() => setOpen(false)}
        anchor={anchor}
        placement="bottom-end"
        label={`Fields for ${label}`}
        className="field-picker"
      >
        <FieldList scope={scope} onChoose={choose} />
      </Popover>
    </>
  );
}

export interface PickRow {
  readonly path: string;
  readonly name: string;
  readonly type: Type;
  readonly depth: number;
}

const MAX_ROWS = 400;
const hidden: ReadonlySet<string> = new Set(["topic", "partition", "offset"]);

export function pickRows(scope: ExpressionScope): readonly PickRow[] {
  const rows: PickRow[] = [];
  const add = (root: string, steps: readonly string[], type: Type): void => {
    if (rows.length >= MAX_ROWS) return;
    rows.push({ path: pathSource(root, steps), name: steps.at(-1) ?? root, type, depth: steps.length });
    const bare = withoutNull(type);
    if (bare.kind === "struct") for (const field of bare.fields) add(root, [...steps, field.name], field.type);
  };
  const roots = [...scope.roots, ...(scope.resultRoots ?? [])];
  for (const [root, type] of roots) if (!hidden.has(root)) add(root, [], type);
  for (const [root, type] of roots) if (hidden.has(root)) add(root, [], type);
  return rows;
}

export function FieldList({
  scope,
  onChoose,
}: {
  readonly scope: ExpressionScope;
  readonly onChoose: (path: string) => void;
}) {
  const [search, setSearch] = useState("");
  const rows = useMemo(() => pickRows(scope), [scope]);
  const wanted = search.trim().toLowerCase();
  const shown = wanted === "" ? rows : rows.filter(({ path }) => path.toLowerCase().includes(wanted));
  const list = useRef<HTMLDivElement>(null);
  return (
    <>
      <SearchField
        value={search}
        onChange={setSearch}
        placeholder="Find a field"
        size="small"
        autoFocus
        onKeyDown={(event) => {
          const first = list.current?.querySelector<HTMLElement>("button");
          if (event.key === "ArrowDown") first?.focus();
          else if (event.key === "Enter") first?.click();
          else return;
          event.preventDefault();
        }}
      />
      <div
        className="field-picker-list"
        ref={list}
        role="group"
        aria-label="Fields"
        onKeyDown={(event) => {
          const buttons = [...(list.current?.querySelectorAll<HTMLElement>("button") ?? [])];
          const at = buttons.indexOf(document.activeElement as HTMLElement);
          const next = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : at;
          if (next === at) return;
          event.preventDefault();
          buttons[Math.max(0, Math.min(buttons.length - 1, next))]?.focus();
        }}
      >
        {shown.map((row) => (
          <button
            key={row.path}
            type="button"
            className="field-picker-row"
            style={{ paddingLeft: 8 + row.depth * 14 }}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.setData(DRAG_TYPE, row.path);
              event.dataTransfer.setData("text/plain", row.path);
              event.dataTransfer.effectAllowed = "copy";
            }}
            aria-label={`${row.path}, ${typeWord(row.type)}`}
            onClick={() => onChoose(row.path)}
          >
            <span className={row.depth === 0 ? "field-picker-root" : "field-picker-name"}>{row.name}</span>
            <ValueType kind={typeKind(row.type)} text={typeWord(row.type)} />
          </button>
        ))}
        {shown.length === 0 && <p className="field-picker-none">No field is called that.</p>}
      </div>
    </>
  );
}
