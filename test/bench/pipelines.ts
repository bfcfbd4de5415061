/** The benchmark's pipelines, one per workload and drain: each drain is a group of its own with topics of its own. */

export type Workload = "w1" | "w2" | "w3" | "w4" | "w5" | "chain-1" | "chain-100";

const payment =
  "{ id: string; user: string; country: string; amount: number; quantity: int; at: instant; device: string; note: string }";

type Nodes = Record<string, { type: string; name: string; config: object }>;
type Edges = Record<string, { from: string; to: string }>;

/** The document as text. `output` is the topic that it writes. */
export function benchPipeline(workload: Workload, output: string): string {
  const { nodes, edges } = graphs[workload](output);
  return JSON.stringify({
    format: 1,
    id: output,
    name: output,
    operators: Object.fromEntries(Object.values(nodes).map(({ type }) => [type, 1])),
    nodes,
    edges,
    settings: { guarantee: "at-least-once", commitInterval: "1s" },
  });
}

const graphs: Record<Workload, (output: string) => { nodes: Nodes; edges: Edges }> = {
  w1: (output) => chain(source("bytes"), [], sink(output, "bytes")),
  w2: (output) =>
    chain(
      source("json"),
      [
        ["filter", { where: "value.amount > 500" }],
        ["map", { keep: ["id", "user", "country"], fields: { total: "value.amount * number(value.quantity)" } }],
      ],
      sink(output, "json"),
    ),
  w3: (output) =>
    chain(
      source("bytes"),
      [
        [
          "aggregate",
          { window: { kind: "tumbling", size: "10s", grace: "10s" }, emit: "on-update", fields: { count: "count()" } },
        ],
      ],
      sink(output, "json"),
    ),
  w4: (output) => ({
    nodes: {
      payments: source("json"),
      customers: {
        type: "table-source",
        name: "Customers",
        config: { topic: "bench-customers", key: { format: "string" }, value: { format: "json" } },
      },
      join: { type: "stream-table-join", name: "With customer", config: { result: { left: "left", right: "right" } } },
      out: sink(output, "json"),
    },
    edges: {
      a: { from: "payments.out", to: "join.left" },
      b: { from: "customers.out", to: "join.right" },
      c: { from: "join.out", to: "out.in" },
    },
  }),
  w5: (output) => ({
    nodes: {
      payments: source("json"),
      refunds: { ...source("json"), config: { ...source("json").config, topic: "bench-refunds" } },
      join: {
        type: "stream-stream-join",
        name: "Payment with refund",
        config: { before: "10s", after: "10s", grace: "10s", result: { left: "left", right: "right" } },
      },
      out: sink(output, "json"),
    },
    edges: {
      a: { from: "payments.out", to: "join.left" },
      b: { from: "refunds.out", to: "join.right" },
      c: { from: "join.out", to: "out.in" },
    },
  }),
  "chain-1": (output) => chain(source("json"), steps(1), sink(output, "json")),
  "chain-100": (output) => chain(source("json"), steps(100), sink(output, "json")),
};

/** A field that is set anew, and filters that let everything through, by turns: however many, the output has the same form. */
function steps(count: number): [string, object][] {
  return Array.from({ length: count }, (_, i): [string, object] =>
    i % 2 === 0
      ? ["map", { fields: { sum: `value.amount + ${i}` } }]
      : ["filter", { where: `value.amount >= ${-1 - i}` }],
  );
}

function source(format: "json" | "bytes"): Nodes[string] {
  const value = format === "json" ? { format, type: payment } : { format };
  return {
    type: "kafka-source",
    name: "Payments",
    config: { topic: "bench-payments", key: { format: "string" }, value },
  };
}

function sink(output: string, format: "json" | "bytes"): Nodes[string] {
  return {
    type: "kafka-sink",
    name: "Out",
    config: { topic: output, partitions: 4, value: { format }, compression: "none" },
  };
}

function chain(
  first: Nodes[string],
  middle: readonly [string, object][],
  last: Nodes[string],
): { nodes: Nodes; edges: Edges } {
  const nodes: Nodes = { source: first };
  const edges: Edges = {};
  let before = "source";
  middle.forEach(([type, config], i) => {
    const id = `step-${String(i).padStart(3, "0")}`;
    nodes[id] = { type, name: id, config };
    edges[`to-${id}`] = { from: `${before}.out`, to: `${id}.in` };
    before = id;
  });
  nodes["sink"] = last;
  edges["to-sink"] = { from: `${before}.out`, to: "sink.in" };
  return { nodes, edges };
}
