/** Tests of the pipeline: being built. */
export function TestsPanel() {
  return null;
}
