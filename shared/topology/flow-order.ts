import type { SubTopology } from "./topology.ts";

/** Sub-topologies so that each stands after those that write what it reads. Their ids say nothing about that: they follow the ids of nodes. */
export function inFlowOrder(subTopologies: readonly SubTopology[]): SubTopology[] {
  const ordered = new Set<SubTopology>();
  const visit = (part: SubTopology, path: readonly SubTopology[]): void => {
    if (ordered.has(part) || path.includes(part)) return;
    const writers = subTopologies.filter((other) =>
      other.repartitionSinks.some((topic) => part.repartitionSources.includes(topic)),
    );
    for (const writer of writers) visit(writer, [...path, part]);
    ordered.add(part);
  };
  for (const part of subTopologies) visit(part, []);
  return [...ordered];
}
