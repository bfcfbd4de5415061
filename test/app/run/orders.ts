/** A pipeline whose records can fail, and environments that lead where a test wants. */
const node = (type: string, name: string, config: object, onError?: object): object => ({
  type,
  name,
  config,
  ...(onError === undefined ? {} : { onError }),
});

export interface OrdersOptions {
  /** What becomes of a record that is not JSON; failing where it is left out. */
  readonly policy?: "dead-letter" | "skip";
  readonly connection?: string;
}

/** Reads `orders`, keeps the large ones, writes `large-orders`. */
export function ordersPipeline({ policy, connection }: OrdersOptions = {}): string {
  const at = connection === undefined ? {} : { connection };
  return `${JSON.stringify(
    {
      format: 1,
      id: "orders_4k7m2p9x",
      name: "Large orders",
      operators: { filter: 1, "kafka-sink": 1, "kafka-source": 1 },
      nodes: {
        large_2b5n8q1t: node("filter", "Large?", { where: "value.total > 100" }),
        orders_7c3v6x9z: node(
          "kafka-source",
          "Orders",
          { ...at, topic: "orders" },
          policy === undefined ? undefined : { policy },
        ),
        out_1d4f7g0h: node("kafka-sink", "Large orders", { ...at, topic: "large-orders", partitions: 1 }),
      },
      edges: {
        e1_aaaa: { from: "orders_7c3v6x9z.out", to: "large_2b5n8q1t.in" },
        e2_bbbb: { from: "large_2b5n8q1t.out", to: "out_1d4f7g0h.in" },
      },
    },
    null,
    2,
  )}\n`;
}

export function environment(name: string, brokers: readonly string[], security?: object): string {
  const connection = { kind: "kafka", brokers, ...(security === undefined ? {} : { security }) };
  return `${JSON.stringify({ format: 1, name, connections: { kafka: connection } }, null, 2)}\n`;
}
