import assert from "node:assert/strict";
import type { Topology } from "../../shared/topology/topology.ts";

/** What holds of every topology. */
export function checkInvariants(topology: Topology): void {
  const topics = new Map(topology.topics.map((topic) => [topic.name, topic]));
  const ids = topology.subTopologies.flatMap((part) => part.nodes.map((one) => one.id));
  assert.equal(new Set(ids).size, ids.length, "ids are unique");
  for (const part of topology.subTopologies) {
    const seen = new Map<string, number>();
    for (const one of part.nodes) {
      for (const link of one.inputs)
        assert.ok((seen.get(link.from) ?? 0) > link.fromPort, `${one.id} follows ${link.from}`);
      seen.set(one.id, one.outputs.length);
      assert.equal(one.types.length, one.outputs.length);
    }
    for (const topic of [...part.sourceTopics, ...part.repartitionSources, ...part.repartitionSinks])
      assert.ok(topics.has(topic));
    for (const store of part.stores) assert.equal(topics.get(store.changelog ?? "")?.role, "changelog");
    const read = [...part.sourceTopics, ...part.repartitionSources];
    assert.ok(read.length > 0, "every part reads something");
    for (const group of part.copartitionGroups) for (const topic of group) assert.ok(read.includes(topic), topic);
  }
  const written = topology.subTopologies.flatMap((part) => part.repartitionSinks);
  for (const { name, role } of topology.topics) assert.equal(written.includes(name), role === "repartition", name);
  const stores = topology.subTopologies.flatMap((part) => part.stores.map((store) => store.name));
  assert.equal(stores.length, topology.topics.filter((topic) => topic.role === "changelog").length);
  assert.equal(new Set(stores).size, stores.length);
}
