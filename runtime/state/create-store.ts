import { must } from "../../shared/assert.ts";
import type { ProcessorType } from "../../shared/topology/processors.ts";
import type { StorePlan, SubTopology, TopologyNode } from "../../shared/topology/topology.ts";
import { JoinStore } from "./join-store.ts";
import type { StateStore } from "./state-store.ts";
import { TableStore } from "./table-store.ts";
import { WindowStore } from "./window-store.ts";

/** The store of a plan, shaped by the node that writes it. */
export function createStore(plan: StorePlan, subTopology: SubTopology): StateStore {
  const logged = plan.changelog !== null;
  for (const node of subTopology.nodes) {
    if (isType(node, "aggregate") && node.config.store === plan.name) {
      const { aggregates, window } = node.config;
      return new WindowStore({ name: plan.name, aggregates, window, logged });
    }
    if (isType(node, "stream-stream-join")) {
      const { kind, leftStore, rightStore, beforeMs, afterMs, graceMs } = node.config;
      const bounds = { name: plan.name, beforeMs, afterMs, graceMs, logged };
      if (leftStore === plan.name)
        return new JoinStore({ ...bounds, closesAfterMs: afterMs + graceMs, emitsUnmatched: kind !== "inner" });
      if (rightStore === plan.name)
        return new JoinStore({ ...bounds, closesAfterMs: beforeMs + graceMs, emitsUnmatched: kind === "outer" });
    }
  }
  const owner = subTopology.nodes.find(
    (node) => (isType(node, "table-source") || isType(node, "stream-table-join")) && node.config.store === plan.name,
  );
  must(owner, `the node that writes ${plan.name}`);
  return new TableStore(plan.name, logged);
}

function isType<T extends ProcessorType>(node: TopologyNode, type: T): node is TopologyNode<T> {
  return node.type === type;
}
