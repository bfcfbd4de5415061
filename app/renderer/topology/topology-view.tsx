/** What will run: being built. */
export function TopologyView() {
  return null;
}
