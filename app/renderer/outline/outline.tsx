/** The graph as a tree: being built. */
export function Outline() {
  return null;
}
