/** The document as JSON text: being built. */
export function JsonView() {
  return null;
}
