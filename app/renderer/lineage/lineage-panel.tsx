/** Where a column comes from: being built. */
export function LineagePanel() {
  return null;
}
