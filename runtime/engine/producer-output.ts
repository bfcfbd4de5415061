import { must } from "../../shared/assert.ts";
import type { Topology } from "../../shared/topology/topology.ts";
import type { Producer, ProducerLane } from "../kafka/ports.ts";
import type { TaskOutput } from "./task-output.ts";

/** The topology's topics over a producer; their partition counts are asked for once, now, because tasks cannot wait for them. */
export async function createOutput(producer: Producer, topology: Topology): Promise<TaskOutput> {
  const names = topology.topics
    .filter((topic) => topic.role !== "source" && topic.role !== "changelog")
    .map((topic) => topic.name);
  const counts = new Map(
    await Promise.all(names.map(async (name) => [name, await producer.partitions(name)] as const)),
  );
  const lanes = new Map<string, ProducerLane>();
  return {
    partitions: (topic) => must(counts.get(topic), `the partition count of ${topic}`),
    lane(topic, partition) {
      const key = `${topic} ${partition}`;
      let lane = lanes.get(key);
      if (lane === undefined) lanes.set(key, (lane = producer.lane(topic, partition)));
      return lane;
    },
  };
}
