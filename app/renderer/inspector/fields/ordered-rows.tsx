/** Rows that can be brought into another order: by dragging their handle, or with the arrow keys on it. */
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import "./ordered-rows.css";

export interface OrderedRowsProps<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item, index: number) => string;
  /** For the handle: "total". */
  readonly nameOf: (item: Item) => string;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: (index: number) => void;
  readonly readOnly: boolean;
  readonly label: string;
  readonly render: (item: Item, index: number) => ReactNode;
}

export function OrderedRows<Item>({
  items,
  keyOf,
  nameOf,
  onMove,
  onRemove,
  readOnly,
  label,
  render,
}: OrderedRowsProps<Item>) {
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const pressed = (event: KeyboardEvent, index: number): void => {
    const to = event.key === "ArrowUp" ? index - 1 : event.key === "ArrowDown" ? index + 1 : null;
    if (event.key === "Delete" || event.key === "Backspace") onRemove(index);
    else if (to !== null && to >= 0 && to < items.length) {
      onMove(index, to);
      requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>(".ordered-rows-handle")[to]?.focus());
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ul className="ordered-rows" aria-label={label} ref={list}>
      {items.map((item, i) => (
        <li
          key={keyOf(item, i)}
          className={classNames(
            "ordered-rows-row",
            over === i && dragged !== i && (dragged ?? 0) > i && "ordered-rows-above",
            over === i && dragged !== i && (dragged ?? 0) < i && "ordered-rows-below",
          )}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            setOver(i);
          }}
          onDrop={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            if (dragged !== i) onMove(dragged, i);
            setDragged(null);
            setOver(null);
          }}
        >
          {!readOnly && (
            <button
              type="button"
              className="ordered-rows-handle"
              aria-label={`Move ${nameOf(item)}; arrows move it, Delete removes it`}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                setDragged(i);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              onKeyDown={(event) => pressed(event, i)}
            >
              <Icon name="grip-vertical" size={12} />
            </button>
          )}
          <div className="ordered-rows-content">{render(item, i)}</div>
          {!readOnly && (
            <button
              type="button"
              className="ordered-rows-remove"
              aria-label={`Remove ${nameOf(item)}`}
              onClick={() => onRemove(i)}
            >
              <Icon name="x" size={12} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...items.slice(from, from + 1));
}
