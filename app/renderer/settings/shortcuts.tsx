/** Every key, and how to change it. */
import { useState, type KeyboardEvent } from "react";
import { useStore } from "zustand";
import type { Command } from "../commands/command.ts";
import { keyOf } from "../commands/keys.ts";
import { rank } from "../commands/rank.ts";
import { commands, keysOf } from "../commands/registry.ts";
import { host } from "../host/connect.ts";
import { preferencesStore, setPreference } from "../stores/preferences.ts";
import { openSheet } from "../stores/shell.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { SearchField } from "../ui/search-field.tsx";
import "./shortcuts.css";

export function Shortcuts() {
  const [query, setQuery] = useState("");
  const [asking, setAsking] = useState<string | null>(null);
  const keys = useStore(preferencesStore, (state) => state.keys);
  const found = rank(commands, query, (command) => `${command.title} ${command.group}`);
  const bind = (command: Command, key: string): void => {
    setAsking(null);
    setPreference(host, "keys", rebound(keys, command, key));
  };
  return (
    <Dialog
      open
      size="medium"
      title="Keys"
      description="Press Change, then the keys you want. Keys that another command had are taken from it."
      onClose={() => openSheet(null)}
      footer={
        <Button
          variant="line"
          disabled={Object.keys(keys).length === 0}
          onClick={() => setPreference(host, "keys", {})}
        >
          Bring back all defaults
        </Button>
      }
      flush
    >
      <div className="shortcuts">
        <SearchField value={query} onChange={setQuery} placeholder="Find a command" autoFocus />
        <ul>
          {found.map((command) => (
            <li key={command.id}>
              <span>{command.title}</span>
              <small>{command.group}</small>
              {asking === command.id ? (
                <Listening onKey={(key) => bind(command, key)} onCancel={() => setAsking(null)} />
              ) : (
                keysOf(command).map((key) => <Kbd key={key} keys={key} />)
              )}
              <Button size="small" onClick={() => setAsking(command.id)}>
                Change
              </Button>
              <IconButton
                size="small"
                icon="rotate-ccw"
                label={`Bring back the default of ${command.title}`}
                disabled={keys[command.id] === undefined}
                onClick={() => setPreference(host, "keys", without(keys, command.id))}
              />
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Listening({ onKey, onCancel }: { readonly onKey: (key: string) => void; readonly onCancel: () => void }) {
  const pressed = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") onCancel();
    else if (!["Control", "Shift", "Alt", "Meta"].includes(event.key)) onKey(keyOf(event.nativeEvent));
  };
  return (
    <input
      className="shortcuts-listening"
      aria-label="Press the new keys"
      placeholder="Press keys"
      readOnly
      autoFocus
      onKeyDown={pressed}
      onBlur={onCancel}
    />
  );
}

/** A key leads to one command: others lose it. */
export function rebound(keys: Readonly<Record<string, string>>, command: Command, key: string): Record<string, string> {
  const next: Record<string, string> = { ...keys, [command.id]: key };
  for (const other of commands) {
    if (other.id === command.id) continue;
    const now = next[other.id] === undefined ? (other.keys ?? []) : [next[other.id]];
    if (now.includes(key)) next[other.id] = now.find((old) => old !== key) ?? "";
  }
  return next;
}

function without(keys: Readonly<Record<string, string>>, id: string): Record<string, string> {
  return Object.fromEntries(Object.entries(keys).filter(([other]) => other !== id));
}
