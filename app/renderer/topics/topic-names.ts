/** Topics that pipelines keep for themselves, by the ends of their names (shared/topology/internal-topics.ts). */
const ends = ["-changelog", "-repartition", "-positions", "-dead-letters"] as const;
const internalEnds: ReadonlySet<string> = new Set(["-changelog", "-repartition", "-positions"]);

/** Nobody but the pipeline reads it. */
export function isOfPipeline(name: string): boolean {
  return internalEnds.has(endOf(name));
}

/** What says what it is stands at the end, and must not be cut. */
export function splitName(name: string): { readonly start: string; readonly end: string } {
  const end = endOf(name);
  return { start: name.slice(0, name.length - end.length), end };
}

function endOf(name: string): string {
  return ends.find((one) => name.endsWith(one) && name.length > one.length) ?? "";
}
