/** Being built. */
export function Secrets() {
  return null;
}
