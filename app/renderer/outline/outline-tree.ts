/** Nodes in the order of the flow; those of a group below its title, where its first node stands. */
import type { StudioDocument } from "../../../shared/pipeline/studio-document.ts";
import type { PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import type { TreeNode } from "../ui/tree-rows.ts";
import { inFlowOrder } from "./flow-order.ts";

export const groupPrefix = "group:";

export function outlineTree({ pipeline, layout }: StudioDocument, search: string): TreeNode[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const groupOf = new Map([...layout.groups].flatMap(([id, { nodes }]) => nodes.map((node) => [node, id] as const)));
  const members = new Map<string, TreeNode[]>();
  const roots: TreeNode[] = [];
  for (const node of inFlowOrder(pipeline)) {
    const row = rowOf(node, words);
    if (row === null) continue;
    const group = groupOf.get(node.id);
    const known = group === undefined ? roots : members.get(group);
    if (known !== undefined) known.push(row);
    else if (group !== undefined) {
      const children = [row];
      members.set(group, children);
      roots.push({
        id: groupPrefix + group,
        label: layout.groups.get(group)?.title ?? "Group",
        icon: "group",
        children,
      });
    }
  }
  return roots;
}

function rowOf(node: PipelineNode, words: readonly string[]): TreeNode | null {
  const { operator, line } = nodeFacts(node);
  const title = operator?.title ?? node.type;
  const text = `${node.name} ${title} ${line}`.toLowerCase();
  return words.every((word) => text.includes(word)) ? { id: node.id, label: node.name, detail: title } : null;
}
