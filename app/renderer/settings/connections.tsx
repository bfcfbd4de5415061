/** Being built. */
export function Connections() {
  return null;
}
