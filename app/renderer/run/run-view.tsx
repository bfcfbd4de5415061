/** The run: being built. */
export function RunView() {
  return null;
}
