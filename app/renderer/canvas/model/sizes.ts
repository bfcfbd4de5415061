/** Explicit sizes: nothing is measured, which is what makes thousands of nodes open at once. In pixels at a zoom of 1. */
export const gridStep = 20;
export const nodeWidth = 188;
export const nodeHeight = 80;
export const noteWidth = 220;
export const noteHeight = 64;
export const noteMin = 60;
export const collapsedHeight = 44;
export const groupPad = 20;
export const groupTitle = 28;
/** Between a node and the next in its row. */
export const columnGap = 72;
export const rowGap = 40;
const portTop = 28;
const portGap = 22;

/** Height of a node with so many ports on its busier side. */
export function heightFor(ports: number): number {
  return Math.max(nodeHeight, portTop + Math.max(0, ports - 1) * portGap + 30);
}

/** Middle of the port, from the top of the node. */
export function portY(index: number): number {
  return portTop + index * portGap;
}
