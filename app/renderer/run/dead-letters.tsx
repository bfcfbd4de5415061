/** Records that failed: being built. */
export function DeadLetters() {
  return null;
}
