/** Everything that can be done or opened, found by typing a part of it. */
import { useMemo, useState, type KeyboardEvent } from "react";
import { useStore } from "zustand";
import { host } from "../host/connect.ts";
import { activeSession, openFile, workspaceStore } from "../stores/workspace.ts";
import { openSheet } from "../stores/shell.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { toIconName } from "../ui/icons.ts";
import { Kbd } from "../ui/kbd.tsx";
import { TextField } from "../ui/text-field.tsx";
import { rank } from "./rank.ts";
import { commandContext, commands, keysOf, runCommand } from "./registry.ts";
import "./command-palette.css";

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly icon: string;
  readonly keys: string | undefined;
  /** Why it cannot be done now. */
  readonly reason: string | null;
  readonly run: () => void;
}

const SHOWN = 60;

export function CommandPalette() {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const workspace = useStore(workspaceStore, (state) => state.workspace);
  const entries = useMemo(
    () => [...commandEntries(), ...nodeEntries(), ...fileEntries(workspace?.pipelines ?? [])],
    [workspace],
  );
  const found = useMemo(() => rank(entries, query, (entry) => entry.title).slice(0, SHOWN), [entries, query]);
  const chosen = found[Math.min(at, found.length - 1)];

  const choose = (entry: Entry | undefined): void => {
    if (entry === undefined || entry.reason !== null) return;
    openSheet(null);
    entry.run();
  };
  const pressed = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((before) => (Math.min(before, found.length - 1) + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(chosen);
    }
  };
  return (
    <Dialog open onClose={() => openSheet(null)} title="Search or run a command" flush>
      <div className="command-palette">
        <TextField
          icon="search"
          aria-label="A command, a node or a pipeline"
          value={query}
          onChange={(text) => {
            setQuery(text);
            setAt(0);
          }}
          placeholder="A command, a node or a pipeline"
          autoFocus
          onKeyDown={pressed}
          role="combobox"
          aria-expanded
          aria-controls="command-palette-list"
          aria-activedescendant={chosen === undefined ? undefined : `command-${chosen.id}`}
        />
        <ul id="command-palette-list" role="listbox" aria-label="Found">
          {found.map((entry) => (
            <li
              key={entry.id}
              id={`command-${entry.id}`}
              role="option"
              aria-selected={entry === chosen}
              aria-disabled={entry.reason !== null}
              ref={(element) => {
                if (entry === chosen) element?.scrollIntoView({ block: "nearest" });
              }}
              onPointerMove={() => setAt(found.indexOf(entry))}
              onClick={() => choose(entry)}
            >
              <Icon name={toIconName(entry.icon)} />
              <span className="command-palette-title">{entry.title}</span>
              <span className="command-palette-more">{entry.reason ?? entry.group}</span>
              {entry.keys !== undefined && <Kbd keys={entry.keys} />}
            </li>
          ))}
          {found.length === 0 && <li className="command-palette-none">Nothing is called like that.</li>}
        </ul>
      </div>
    </Dialog>
  );
}

function commandEntries(): Entry[] {
  const context = commandContext();
  return commands
    .filter(({ id }) => id !== "view.commands")
    .map((command) => {
      const able = command.enabled(context);
      return {
        id: command.id,
        title: command.title,
        group: command.group,
        icon: command.icon ?? "command",
        keys: keysOf(command)[0],
        reason: able === true ? null : able,
        run: () => runCommand(command.id),
      };
    });
}

function nodeEntries(): Entry[] {
  const session = activeSession();
  const nodes = session?.document.getState().head?.root.pipeline.nodes;
  return [...(nodes?.values() ?? [])].map((node) => ({
    id: `node-${node.id}`,
    title: node.name,
    group: nodeFacts(node).operator?.title ?? node.type,
    icon: nodeFacts(node).icon,
    keys: undefined,
    reason: null,
    run: () => session?.selection.show(node.id),
  }));
}

function fileEntries(pipelines: readonly { readonly file: string; readonly name: string }[]): Entry[] {
  return pipelines.map(({ file, name }) => ({
    id: `file-${file}`,
    title: name,
    group: file,
    icon: "workflow",
    keys: undefined,
    reason: null,
    run: () => void openFile(host, file),
  }));
}
