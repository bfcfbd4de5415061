/** Lines of the run: being built. */
export function LogPanel() {
  return null;
}
