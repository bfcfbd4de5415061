import type { IconName } from "./icons.ts";

export interface TreeNode {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** Quiet text at the right. */
  readonly detail?: string | undefined;
  /** Given (even empty), it can be opened. */
  readonly children?: readonly TreeNode[] | undefined;
  readonly loading?: boolean | undefined;
  readonly muted?: boolean | undefined;
}

export interface TreeRow {
  readonly node: TreeNode;
  /** From 1. */
  readonly level: number;
  /** Undefined for a leaf. */
  readonly open: boolean | undefined;
  readonly parent: string | undefined;
  /** From 1, among its siblings. */
  readonly position: number;
  readonly siblings: number;
}

/** What is in sight, from top to bottom. */
export function treeRows(roots: readonly TreeNode[], expanded: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (nodes: readonly TreeNode[], level: number, parent: string | undefined): void => {
    nodes.forEach((node, index) => {
      const open = node.children === undefined ? undefined : expanded.has(node.id);
      rows.push({ node, level, open, parent, position: index + 1, siblings: nodes.length });
      if (open === true) add(node.children ?? [], level + 1, node.id);
    });
  };
  add(roots, 1, undefined);
  return rows;
}
