/**
 * A process that waits for its first request uses the time: a small preview of the common operators compiles what every preview runs on, which takes
 * about a third off the first real one.
 */
import type { PreviewRequest } from "../../shared/protocol/preview.ts";
import { preview } from "./preview/preview.ts";

const document = {
  format: 1,
  id: "warm-up",
  name: "Warm-up",
  operators: { aggregate: 1, "console-sink": 1, filter: 1, "kafka-source": 1, map: 1 },
  nodes: {
    in: {
      type: "kafka-source",
      name: "In",
      config: {
        topic: "payments",
        value: { format: "json", type: "{ id: string; country: string; amount: decimal; at: instant }" },
        time: "value.at",
      },
    },
    some: { type: "filter", name: "Some", config: { where: 'value.amount > 10 || value.country == "PT"' } },
    more: { type: "map", name: "More", config: { fields: { cents: "value.amount * 100" } } },
    sum: {
      type: "aggregate",
      name: "Sum",
      config: {
        by: { country: "value.country" },
        window: { kind: "tumbling", size: "1m" },
        fields: { payments: "count()", total: "sum(value.amount)" },
      },
    },
    out: { type: "console-sink", name: "Out", config: {} },
  },
  edges: {
    a: { from: "in.out", to: "some.in" },
    b: { from: "some.out", to: "more.in" },
    c: { from: "more.out", to: "sum.in" },
    d: { from: "sum.out", to: "out.in" },
  },
};

/** Long enough for a run's request to come first, which has no use for it. */
export const WARM_UP_AFTER_MS = 100;

export const warmUpRequest: PreviewRequest = {
  pipeline: JSON.stringify(document),
  inputs: {},
  defaultCount: 200,
  end: "close",
  rowsPerEdge: 10,
};

export function warmUp(): void {
  preview(warmUpRequest);
}
