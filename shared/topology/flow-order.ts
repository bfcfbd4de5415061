import type { SubTopology } from "./topology.ts";

/** Sub-topologies so that each stands after those that write what it reads. Their ids say nothing about that: they follow the ids of nodes. */
export function inFlowOrder(subTopologies: readonly SubTopology[]): SubTopology[] {
  const writers = writersByTopic(subTopologies);
  const writersOf = (part: SubTopology) => part.repartitionSources.flatMap((topic) => writers.get(topic) ?? []);
  const ordered = new Set<SubTopology>();
  const met = new Set<SubTopology>();
  for (const start of subTopologies) {
    // Depth first without recursion: sub-topologies may stand behind each other by the thousand.
    const path = [{ part: start, before: writersOf(start), at: 0 }];
    met.add(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const writer = top.before[top.at];
      top.at += 1;
      if (writer === undefined) {
        ordered.add(top.part);
        path.pop();
      } else if (!met.has(writer)) {
        met.add(writer);
        path.push({ part: writer, before: writersOf(writer), at: 0 });
      }
    }
  }
  return [...ordered];
}

function writersByTopic(subTopologies: readonly SubTopology[]): Map<string, SubTopology[]> {
  const writers = new Map<string, SubTopology[]>();
  for (const part of subTopologies)
    for (const topic of part.repartitionSinks) {
      const known = writers.get(topic);
      if (known === undefined) writers.set(topic, [part]);
      else known.push(part);
    }
  return writers;
}
