/** The graph as a list in the order of the flow: the same selection and the same commands as the canvas, for hands that stay on the keyboard. */
import { useMemo, useState, type KeyboardEvent } from "react";
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import type { PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import { deleteSelection } from "../commands/delete-selection.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import { useAnalysis, useDocument, useSelection, useSession } from "../stores/session.tsx";
import { Chip, kindOfGroup } from "../ui/chip.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuEntry } from "../ui/menu.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { Tree, type TreeNode } from "../ui/tree.tsx";
import { groupPrefix, outlineTree } from "./outline-tree.ts";
import "./outline.css";

const none: ReadonlySet<string> = new Set();

export function Outline() {
  const session = useSession();
  const { selection, document } = session;
  const root = useDocument((state) => state.head?.root ?? null);
  const byNode = useAnalysis((state) => state.byNode);
  const nodes = useSelection((state) => state.nodes);
  const groups = useSelection((state) => state.groups);
  const readOnly = useDocument((state) => state.readOnly);
  const [search, setSearch] = useState("");
  const [closed, setClosed] = useState(none);
  const [menu, setMenu] = useState<{ readonly id: string; readonly x: number; readonly y: number } | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const roots = useMemo(() => (root === null ? [] : outlineTree(root, search)), [root, search]);
  const open = useMemo(() => new Set(roots.map(({ id }) => id).filter((id) => !closed.has(id))), [roots, closed]);
  if (root === null) return <p className="outline-none">The file is not a pipeline yet.</p>;
  const [onlyNode] = nodes.size === 1 ? nodes : [];
  const [onlyGroup] = groups.size === 1 ? groups : [];
  const selected = onlyNode ?? (onlyGroup === undefined ? undefined : groupPrefix + onlyGroup);
  const { pipeline } = root;
  const shownNodes = roots.reduce((sum, { children }) => sum + (children?.length ?? 1), 0);

  const select = (id: string): void => {
    if (!id.startsWith(groupPrefix)) return selection.show(id);
    selection.clear();
    selection.selectAlso({ groups: new Set([id.slice(groupPrefix.length)]) });
    selection.reveal(root.layout.groups.get(id.slice(groupPrefix.length))?.nodes ?? []);
  };
  const rename = (id: string, name: string): void => {
    setRenaming(null);
    if (name.trim() === "" || name === pipeline.nodes.get(id)?.name) return;
    document.commit({ label: `Rename to ${name.trim()}`, edits: [{ edit: "renameNode", id, name: name.trim() }] });
  };
  const startRenaming = (): void => {
    if (onlyNode !== undefined && !readOnly) setRenaming(onlyNode);
  };
  const remove = (): void => {
    if (!readOnly) deleteSelection(session);
  };
  const pressed = (event: KeyboardEvent): void => {
    const isField = event.target instanceof HTMLInputElement;
    if (isField) return;
    if (event.key === "F2") startRenaming();
    else if (event.key === "Delete" || event.key === "Backspace") remove();
    else if (event.key === "Escape") focusCanvas();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="outline" onKeyDown={pressed}>
      <div className="outline-search">
        <SearchField
          value={search}
          onChange={setSearch}
          placeholder="Find a node"
          matches={`${shownNodes} of ${pipeline.nodes.size}`}
        />
      </div>
      {renaming !== null && (
        <RenameField node={pipeline.nodes.get(renaming)} onDone={(name) => rename(renaming, name)} />
      )}
      <Tree
        label="Outline"
        roots={roots}
        expanded={open}
        onExpand={(id, on) => {
          const next = new Set(closed);
          if (on) next.delete(id);
          else next.add(id);
          setClosed(next);
        }}
        selected={selected}
        onSelect={select}
        onOpen={(id) => {
          select(id);
          focusCanvas();
        }}
        onMenu={(id, at) => setMenu({ id, ...at })}
        renderIcon={({ id }) => <RowIcon node={pipeline.nodes.get(id)} />}
        renderEnd={(node) => <RowEnd node={node} diagnostics={byNode.get(node.id) ?? []} />}
        empty={<p className="outline-none">{search === "" ? "The pipeline is empty." : "No node matches."}</p>}
      />
      {menu !== null && (
        <Menu
          open
          label="Node"
          anchor={menu}
          onClose={() => setMenu(null)}
          items={menuOf(menu.id, readOnly, {
            show: () => {
              select(menu.id);
              focusCanvas();
            },
            rename: () => setRenaming(menu.id),
            remove,
          })}
        />
      )}
    </div>
  );
}

interface Actions {
  readonly show: () => void;
  readonly rename: () => void;
  readonly remove: () => void;
}

function menuOf(id: string, readOnly: boolean, { show, rename, remove }: Actions): MenuEntry[] {
  const disabled = readOnly ? "This pipeline can only be read." : false;
  const isGroup = id.startsWith(groupPrefix);
  return [
    { id: "show", label: "Show on the canvas", icon: "crosshair", shortcut: "Escape", onSelect: show },
    ...(isGroup
      ? []
      : [{ id: "rename", label: "Rename", icon: "pencil" as const, shortcut: "F2", disabled, onSelect: rename }]),
    {
      id: "delete",
      label: isGroup ? "Delete the group" : "Delete",
      icon: "trash-2",
      shortcut: "Delete",
      danger: true,
      disabled,
      onSelect: remove,
    },
  ];
}

function RenameField({
  node,
  onDone,
}: {
  readonly node: PipelineNode | undefined;
  readonly onDone: (name: string) => void;
}) {
  const [name, setName] = useState(node?.name ?? "");
  return (
    <form
      className="outline-rename"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(name);
      }}
    >
      <TextField
        size="small"
        aria-label={`New name of ${node?.name ?? "the node"}`}
        value={name}
        onChange={setName}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => onDone(name)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone("");
        }}
      />
    </form>
  );
}

function RowIcon({ node }: { readonly node: PipelineNode | undefined }) {
  if (node === undefined) return <Icon name="group" />;
  const { operator, icon } = nodeFacts(node);
  return <Chip bare kind={kindOfGroup(operator?.group ?? "")} icon={icon} />;
}

function RowEnd({ node, diagnostics }: { readonly node: TreeNode; readonly diagnostics: readonly Diagnostic[] }) {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  if (errors > 0) return <Sign tone="bad" text={`${errors} ${errors === 1 ? "error" : "errors"}`} />;
  if (warnings > 0) return <Sign tone="warn" text={`${warnings} ${warnings === 1 ? "warning" : "warnings"}`} />;
  return <span className="ui-tree-detail">{node.detail}</span>;
}

function Sign({ tone, text }: { readonly tone: "bad" | "warn"; readonly text: string }) {
  return (
    <span className={`outline-${tone}`}>
      <Icon name={tone === "bad" ? "circle-alert" : "triangle-alert"} size={14} label={text} />
    </span>
  );
}

function focusCanvas(): void {
  window.document.querySelector<HTMLElement>(".canvas [tabindex], .canvas")?.focus();
}
