import { useState, type KeyboardEvent } from "react";
import type { HistoryItem } from "../../../shared/protocol/host-api.ts";
import { Badge } from "../ui/badge.tsx";
import { IconButton } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { shortTime } from "../home/short-time.ts";

export interface HistoryListProps {
  /** Newest first. */
  readonly items: readonly HistoryItem[];
  readonly chosen: HistoryItem | null;
  readonly against: HistoryItem | null;
  /** `second`: to compare the chosen one with. */
  readonly onChoose: (item: HistoryItem, second: boolean) => void;
  readonly onName: (item: HistoryItem, name: string) => void;
}

export function HistoryList({ items, chosen, against, onChoose, onName }: HistoryListProps) {
  const [naming, setNaming] = useState<HistoryItem | null>(null);
  return (
    <ol className="history-list" aria-label="Versions">
      {items.map((item) => (
        <li key={item.sequence ?? "base"} data-chosen={item === chosen} data-against={item === against}>
          <button
            type="button"
            aria-pressed={item === chosen || item === against}
            onClick={(event) => onChoose(item, event.shiftKey && chosen !== null)}
          >
            <span className="history-list-label">
              {item.name !== null && <b>{item.name}</b>} {item.label}
            </span>
            {item.head && <Badge tone="accent">on the screen</Badge>}
            {item.saved && <Badge tone="good">saved</Badge>}
            <time dateTime={new Date(item.atMs).toISOString()}>{shortTime(item.atMs)}</time>
          </button>
          {naming === item ? (
            <NameField
              start={item.name ?? ""}
              onDone={(name) => {
                setNaming(null);
                if (name !== "" && name !== item.name) onName(item, name);
              }}
            />
          ) : (
            <IconButton
              icon="bookmark"
              size="small"
              label={`Name the version "${item.label}"`}
              aria-pressed={item.name !== null}
              onClick={() => setNaming(item)}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

function NameField({ start, onDone }: { readonly start: string; readonly onDone: (name: string) => void }) {
  const [name, setName] = useState(start);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onDone(event.key === "Enter" ? name.trim() : start);
  };
  return (
    <TextField
      size="small"
      aria-label="Name of the version"
      value={name}
      onChange={setName}
      onKeyDown={pressed}
      onBlur={() => onDone(name.trim())}
      autoFocus
      maxLength={200}
    />
  );
}
