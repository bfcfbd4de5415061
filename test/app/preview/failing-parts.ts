/** A pipeline in which a record fails: a text that is no number, sent to dead letters. */
export const failingParts = JSON.stringify({
  format: 1,
  id: "parts_1a2b3c4d",
  name: "Parts",
  operators: { "kafka-sink": 1, "kafka-source": 1, map: 1 },
  nodes: {
    in_1a2b3c4d: {
      type: "kafka-source",
      name: "Texts",
      config: { topic: "texts", key: { format: "string" }, value: { format: "json", type: "{ text: string }" } },
    },
    map_1a2b3c4d: {
      type: "map",
      name: "To number",
      config: { fields: { n: "int(value.text)" } },
      onError: { policy: "dead-letter" },
    },
    out_1a2b3c4d: { type: "kafka-sink", name: "Numbers", config: { topic: "numbers" } },
  },
  edges: {
    e1_1a2b: { from: "in_1a2b3c4d.out", to: "map_1a2b3c4d.in" },
    e2_1a2b: { from: "map_1a2b3c4d.out", to: "out_1a2b3c4d.in" },
  },
});
