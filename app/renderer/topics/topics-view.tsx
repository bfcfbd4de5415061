/** The topic browser: being built. */
export function TopicsView() {
  return null;
}
