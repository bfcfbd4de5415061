import "./tree.css";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import { Spinner } from "./spinner.tsx";
import { treeRows, type TreeNode, type TreeRow } from "./tree-rows.ts";

export type { TreeNode } from "./tree-rows.ts";

export interface TreeProps {
  readonly label: string;
  readonly roots: readonly TreeNode[];
  readonly expanded: ReadonlySet<string>;
  readonly onExpand: (id: string, open: boolean) => void;
  readonly selected?: string | undefined;
  readonly onSelect?: ((id: string) => void) | undefined;
  /** Enter on a leaf, or a double press. */
  readonly onOpen?: ((id: string) => void) | undefined;
  /** A context menu was asked for, at a point of the window. */
  readonly onMenu?: ((id: string, at: { readonly x: number; readonly y: number }) => void) | undefined;
  /** In place of the icon. */
  readonly renderIcon?: ((node: TreeNode) => ReactNode) | undefined;
  /** At the right, in place of `detail`. No controls: a row is one. */
  readonly renderEnd?: ((node: TreeNode) => ReactNode) | undefined;
  /** 28 pixels when not given. */
  readonly rowPx?: number | undefined;
  /** Shown when there are no roots. */
  readonly empty?: ReactNode;
}

/** Any number of rows. Arrows walk and open, letters search, Enter opens a leaf or turns a branch. */
export function Tree(props: TreeProps) {
  const { label, roots, expanded, selected, rowPx = 28, empty } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => treeRows(roots, expanded), [roots, expanded]);
  const [cursor, setCursor] = useState<string>();
  const wanted = rows.findIndex((row) => row.node.id === (cursor ?? selected));
  const at = Math.max(0, wanted);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
    scrollPaddingStart: 4,
    scrollPaddingEnd: 4,
    paddingStart: 4,
    paddingEnd: 4,
  });
  useEffect(() => {
    setCursor(undefined);
    const index = rows.findIndex((row) => row.node.id === selected);
    if (index >= 0) virtual.scrollToIndex(index);
    // Only a new selection moves the view, not every new list of rows.
  }, [selected]);
  const goTo = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row === undefined) return;
    setCursor(row.node.id);
    props.onSelect?.(row.node.id);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  const letters = useRef({ text: "", atMs: 0 });
  const keyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = nextIndex(event.key, rows, at);
    if (event.key === "Enter") {
      if (row.open === undefined) props.onOpen?.(row.node.id);
      else props.onExpand(row.node.id, !row.open);
    } else if (event.key === " ") goTo(at);
    else if (event.key === "ArrowRight" && row.open === false) props.onExpand(row.node.id, true);
    else if (event.key === "ArrowLeft" && row.open === true) props.onExpand(row.node.id, false);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))
      openMenu(row, document.getElementById(rowId(id, row)));
    else if (move !== undefined) goTo(move);
    else if (event.key.length === 1) {
      const { text, atMs } = letters.current;
      const typed = (event.timeStamp - atMs < 600 ? text : "") + event.key.toLowerCase();
      letters.current = { text: typed, atMs: event.timeStamp };
      const order = [...rows.slice(at + (typed.length === 1 ? 1 : 0)), ...rows.slice(0, at)];
      const found = order.find((candidate) => candidate.node.label.toLowerCase().startsWith(typed));
      if (found !== undefined) goTo(rows.indexOf(found));
    } else return;
    event.preventDefault();
  };
  const openMenu = (row: TreeRow, element: Element | null): void => {
    const box = element?.getBoundingClientRect();
    if (box !== undefined) props.onMenu?.(row.node.id, { x: box.left + 24, y: box.bottom });
  };
  if (rows.length === 0) return <div className="ui-tree">{empty}</div>;
  const current = rows[at];
  return (
    <div
      ref={scroller}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={current === undefined ? undefined : rowId(id, current)}
      className="ui-tree"
      onKeyDown={keyDown}
    >
      <div role="presentation" className="ui-tree-all" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <Row
              key={row.node.id}
              row={row}
              id={rowId(id, row)}
              topPx={item.start}
              heightPx={rowPx}
              cursor={item.index === at}
              tree={props}
              onGo={() => goTo(item.index)}
            />
          );
        })}
      </div>
    </div>
  );
}

function nextIndex(key: string, rows: readonly TreeRow[], at: number): number | undefined {
  if (key === "ArrowDown") return at + 1;
  if (key === "ArrowUp") return at - 1;
  if (key === "Home") return 0;
  if (key === "End") return rows.length - 1;
  if (key === "PageDown") return at + 10;
  if (key === "PageUp") return at - 10;
  if (key === "ArrowRight") return rows[at]?.open === true ? at + 1 : at;
  if (key === "ArrowLeft")
    return Math.max(
      0,
      rows.findIndex((row) => row.node.id === (rows[at]?.parent ?? rows[at]?.node.id)),
    );
  return undefined;
}

interface RowProps {
  readonly row: TreeRow;
  readonly id: string;
  readonly topPx: number;
  readonly heightPx: number;
  readonly cursor: boolean;
  readonly tree: TreeProps;
  readonly onGo: () => void;
}

function Row({ row, id, topPx, heightPx, cursor, tree, onGo }: RowProps) {
  const { node, open, level } = row;
  const toggle = (event: MouseEvent): void => {
    event.stopPropagation();
    if (open !== undefined) tree.onExpand(node.id, !open);
  };
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={level}
      aria-expanded={open}
      aria-selected={node.id === tree.selected}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-busy={node.loading || undefined}
      data-cursor={cursor || undefined}
      className={classNames("ui-tree-row", node.muted && "ui-tree-muted")}
      style={{ height: heightPx, translate: `0 ${topPx}px`, paddingLeft: 8 + (level - 1) * 16 }}
      onClick={(event) => {
        onGo();
        if (tree.onOpen === undefined || open !== undefined) toggle(event);
      }}
      onDoubleClick={() => {
        if (open === undefined) tree.onOpen?.(node.id);
      }}
      onContextMenu={(event) => {
        if (tree.onMenu === undefined) return;
        event.preventDefault();
        onGo();
        tree.onMenu(node.id, { x: event.clientX, y: event.clientY });
      }}
    >
      <span className="ui-tree-turn" onClick={toggle}>
        {node.loading === true ? <Spinner size={12} /> : open !== undefined && <Icon name="chevron-right" size={12} />}
      </span>
      {tree.renderIcon?.(node) ?? (node.icon !== undefined && <Icon name={node.icon} />)}
      <span className="ui-tree-label">{node.label}</span>
      {tree.renderEnd?.(node) ?? (node.detail !== undefined && <span className="ui-tree-detail">{node.detail}</span>)}
    </div>
  );
}

function rowId(treeId: string, row: TreeRow): string {
  return `${treeId}-${row.node.id.replaceAll(/\s/g, "_")}`;
}
