/** The topology while it is built: nodes in the order in which they were added, which is topological. */
import type { ProcessorConfigs, ProcessorType } from "./processors.ts";
import type { Origins } from "./origins.ts";
import type { ErrorPolicy, InputLink, RecordType, StorePlan, TopicPlan } from "./topology.ts";
import type { PlannedStream } from "../operators/operator.ts";

/** Its type and configuration belong together; the planner alone writes them. */
export interface DraftNode<T extends ProcessorType = ProcessorType> {
  readonly id: string;
  readonly node: string;
  readonly type: T;
  config: ProcessorConfigs[T];
  inputs: readonly InputLink[];
  readonly outputs: readonly string[];
  types: readonly RecordType[];
  readonly onError: ErrorPolicy;
}

export type Link = Omit<InputLink, "port">;

export interface DraftStream extends PlannedStream {
  readonly links: readonly Link[];
  readonly origins: Origins;
  /** The key was changed since. */
  readonly moved: boolean;
}

export interface Draft {
  readonly pipeline: string;
  readonly nodes: DraftNode[];
  readonly nodesById: Map<string, DraftNode>;
  readonly topics: Map<string, TopicPlan>;
  /** By topic. In `topics` the nodes are left out until all are known: one topic may be that of thousands. */
  readonly users: Map<string, Set<string>>;
  readonly stores: StorePlan[];
  /** Each a set of topics that must have equally many partitions. */
  readonly copartitionGroups: Set<string>[];
  /** Repartition topic to the nodes that write and read it. */
  readonly repartitions: Map<string, { readonly sink: string; readonly source: string }>;
  /** Streams that were repartitioned because of their key, by where they left: several readers share one topic. */
  readonly shared: Map<string, DraftStream>;
  /** Topics of one name that are asked for in contradictory ways. */
  readonly conflicts: { readonly topic: string; readonly nodes: readonly string[]; readonly what: string }[];
}

export function makeDraft(pipeline: string): Draft {
  return {
    pipeline,
    nodes: [],
    nodesById: new Map(),
    topics: new Map(),
    users: new Map(),
    stores: [],
    copartitionGroups: [],
    repartitions: new Map(),
    shared: new Map(),
    conflicts: [],
  };
}

export function isNodeType<T extends ProcessorType>(node: DraftNode, type: T): node is DraftNode<T> {
  return node.type === type;
}

export function addNode(draft: Draft, node: DraftNode): void {
  draft.nodes.push(node);
  draft.nodesById.set(node.id, node);
}

/** Registers a topic, or one more node that needs it. */
export function addTopic(draft: Draft, topic: Omit<TopicPlan, "nodes">, node: string): void {
  const users = draft.users.get(topic.name) ?? new Set();
  draft.users.set(topic.name, users);
  const known = draft.topics.get(topic.name);
  const what = known === undefined ? undefined : contradiction(known, topic);
  if (what !== undefined) draft.conflicts.push({ topic: topic.name, nodes: [...firstOf(users), node], what });
  users.add(node);
  if (known === undefined || (topic.create && !known.create)) draft.topics.set(topic.name, { ...topic, nodes: [] });
}

/** Once every node is lowered. */
export function nameUsers(draft: Draft): void {
  for (const [name, topic] of draft.topics)
    draft.topics.set(name, { ...topic, nodes: [...(draft.users.get(name) ?? [])].toSorted() });
}

/** As many as a sentence can name. */
function firstOf(users: ReadonlySet<string>): string[] {
  const first: string[] = [];
  for (const user of users) {
    first.push(user);
    if (first.length === 4) break;
  }
  return first.toSorted();
}

/** A topic of the user's may be both written and read; everything else has one role and one owner. */
function contradiction(known: TopicPlan, topic: Omit<TopicPlan, "nodes">): string | undefined {
  const roles = new Set([known.role, topic.role]);
  if (roles.size > 1) return roles.has("source") && roles.has("sink") ? undefined : `as ${[...roles].join(" and as ")}`;
  if (known.role === "dead-letter") return undefined;
  if (known.role === "source") return "by two sources";
  if (known.role !== "sink") return `by two nodes as ${known.role}`;
  if (known.partitions !== topic.partitions) return "with different numbers of partitions";
  const same = JSON.stringify(known.config) === JSON.stringify(topic.config);
  return same ? undefined : "with different settings";
}
