/**
 * Column lineage: for every field that leaves a node, the fields that it comes from and how, through everything that the planner added on the way.
 * Nothing is computed before it is asked for; one question follows only what is related to the column.
 */
import { withoutNull, type Type } from "../records/types.ts";
import type { Pipeline, PipelineEdge } from "../pipeline/pipeline.ts";
import { OutputPlaces, placeKey, type Place } from "./output-places.ts";
import { processorOrigins, type ColumnRoot, type ProcessorOrigin } from "./processor-lineage.ts";
import type { RecordType, Topology, TopologyNode } from "./topology.ts";

/** A field of the records that leave an output port; `path` is `[]` for a key or value that is no object. Port null: what a sink writes. */
export interface ColumnRef {
  readonly node: string;
  readonly port: string | null;
  readonly root: ColumnRoot;
  readonly path: readonly string[];
}

/** `decides`: it is not in the result, but says whether there is one, or which record it belongs to (a filter, a key, a group). */
export type LineageKind = "copied" | "renamed" | "computed" | "decides";

export interface LineageStep {
  readonly from: ColumnRef;
  readonly to: ColumnRef;
  readonly kind: LineageKind;
  /** Pipeline edges from one to the other; none within a node. */
  readonly edges: readonly string[];
}

export interface ColumnTrace {
  readonly column: ColumnRef;
  /** From the column to where it comes from, nearest first; what only decides is not followed further. */
  readonly upstream: readonly LineageStep[];
  /** From the column to where it goes, nearest first. */
  readonly downstream: readonly LineageStep[];
  /** Nodes and edges that carry it. */
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Nodes in which it only decides. */
  readonly deciding: ReadonlySet<string>;
}

export class Lineage {
  readonly #edgesFrom = new Map<string, PipelineEdge[]>();
  readonly #edgesTo = new Map<string, PipelineEdge[]>();
  readonly #processors = new Map<string, TopologyNode>();
  readonly #sinksByTopic = new Map<string, TopologyNode[]>();
  readonly #places: OutputPlaces;
  readonly #outputs = new Map<string, readonly string[]>();
  readonly #known = new Map<string, readonly LineageStep[]>();

  constructor(pipeline: Pipeline, topology: Topology) {
    const nodes = topology.subTopologies.flatMap((part) => part.nodes);
    for (const edge of pipeline.edges.values()) {
      push(this.#edgesFrom, edge.from.node, edge);
      push(this.#edgesTo, edge.to.node, edge);
    }
    for (const node of nodes) {
      this.#processors.set(node.id, node);
      if (node.type === "sink" && "topic" in node.config) push(this.#sinksByTopic, node.config.topic, node);
    }
    this.#places = new OutputPlaces(pipeline, nodes, this.#edgesTo);
    for (const id of pipeline.nodes.keys()) this.#outputs.set(id, this.#places.portsOf(id));
  }

  /** Columns of an output port, objects before their fields. */
  columns(node: string, port: string): ColumnRef[] {
    const type = this.#typeAt(node, port);
    return type === undefined ? [] : columnsOf(type).map((column) => ({ node, port, ...column }));
  }

  /** What a column comes from, one node back. */
  sources(column: ColumnRef): readonly LineageStep[] {
    const key = columnKey(column);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const steps = column.port === null ? this.#written(column) : this.#made(column, column.port);
    this.#known.set(key, steps);
    return steps;
  }

  trace(column: ColumnRef): ColumnTrace {
    const upstream = this.#follow(column, (at) => this.sources(at), "from");
    const downstream = this.#follow(column, (at) => this.#uses(at), "to");
    const nodes = new Set([column.node]);
    const edges = new Set<string>();
    const deciding = new Set<string>();
    for (const step of [...upstream, ...downstream]) {
      if (step.kind === "decides") deciding.add(step.to.node);
      else for (const { node } of [step.from, step.to]) nodes.add(node);
      if (step.kind !== "decides") for (const edge of step.edges) edges.add(edge);
    }
    for (const node of nodes) deciding.delete(node);
    return { column, upstream, downstream, nodes, edges, deciding };
  }

  #follow(start: ColumnRef, next: (at: ColumnRef) => readonly LineageStep[], end: "from" | "to"): LineageStep[] {
    const steps: LineageStep[] = [];
    const met = new Set([columnKey(start)]);
    const open = [start];
    for (const at of open)
      for (const step of next(at)) {
        steps.push(step);
        const key = columnKey(step[end]);
        if (step.kind === "decides" || met.has(key)) continue;
        met.add(key);
        open.push(step[end]);
      }
    return steps;
  }

  #uses(column: ColumnRef): LineageStep[] {
    const readers = new Set([column.node]);
    for (const edge of this.#edgesFrom.get(column.node) ?? [])
      if (edge.from.port === column.port) readers.add(edge.to.node);
    return [...readers].flatMap((reader) =>
      this.#candidates(reader, column).flatMap((candidate) =>
        this.sources(candidate).filter((step) => isAbout(step, column)),
      ),
    );
  }

  /** Columns that may have something of this one; a field that no type names can only be passed on under its name. */
  #candidates(node: string, { root, path }: ColumnRef): ColumnRef[] {
    const ports = this.#outputs.get(node) ?? [];
    if (ports.length === 0) return [{ node, port: null, root, path }];
    return ports.flatMap((port) => {
      const columns = this.columns(node, port);
      const own = { node, port, root, path };
      return columns.some((column) => columnKey(column) === columnKey(own)) ? columns : [...columns, own];
    });
  }

  #written(column: ColumnRef): LineageStep[] {
    const edges = this.#edgesTo.get(column.node) ?? [];
    const froms = new Map(edges.map(({ from }) => [`${from.node}.${from.port}`, from]));
    return [...froms.values()].map((from) => ({
      from: { ...from, root: column.root, path: column.path },
      to: column,
      kind: "copied",
      edges: edges.filter((edge) => edge.from.node === from.node && edge.from.port === from.port).map(({ id }) => id),
    }));
  }

  #made(column: ColumnRef, port: string): LineageStep[] {
    const arriving = this.#arriving(column.node);
    const steps = new Map<string, LineageStep>();
    const found = (from: ColumnRef, how: ProcessorOrigin["how"], edges: readonly string[]): void => {
      const kind = kindOf(how, from, column);
      const key = columnKey(from);
      const before = steps.get(key);
      if (before === undefined || before.kind === "decides") steps.set(key, { from, to: column, kind, edges });
    };
    const walk = (place: Place, edge: string | null, { root, path, how }: Omit<ProcessorOrigin, "port">): void => {
      const edges = arriving.get(placeKey(place));
      if (edges !== undefined) {
        const own = edges.filter(({ id }) => id === edge);
        for (const { id, from } of own.length > 0 ? own : edges) found({ ...from, root, path }, how, [id]);
        return;
      }
      const processor = this.#processors.get(place.id);
      if (processor === undefined) return;
      for (const origin of this.#originsOf(processor, place.port, root, path)) {
        const both = { root: origin.root, path: origin.path, how: weaker(how, origin.how) };
        if (origin.port === null) found({ ...column, root: origin.root, path: origin.path }, both.how, []);
        for (const link of origin.processor.inputs)
          if (link.port === origin.port) walk({ id: link.from, port: link.fromPort }, link.edge, both);
      }
    };
    for (const place of this.#places.of(column.node, port))
      walk(place, null, { root: column.root, path: column.path, how: "same" });
    return [...steps.values()];
  }

  /** A source of a repartition topic has what the sink before the topic was given. */
  #originsOf(
    node: TopologyNode,
    port: number,
    root: ColumnRoot,
    path: readonly string[],
  ): (ProcessorOrigin & { readonly processor: TopologyNode })[] {
    if (node.type === "source" && "internal" in node.config && node.config.internal)
      return (this.#sinksByTopic.get(node.config.topic) ?? []).map((processor) => ({
        processor,
        port: 0,
        root,
        path,
        how: "same",
      }));
    return processorOrigins(node, port, root, path).map((origin) => ({ ...origin, processor: node }));
  }

  /** Edges that end at a node, by the place in the topology that their records come from. */
  #arriving(node: string): ReadonlyMap<string, readonly PipelineEdge[]> {
    const arriving = new Map<string, PipelineEdge[]>();
    for (const edge of this.#edgesTo.get(node) ?? [])
      for (const place of this.#places.of(edge.from.node, edge.from.port)) push(arriving, placeKey(place), edge);
    return arriving;
  }

  #typeAt(node: string, port: string): RecordType | undefined {
    const [place] = this.#places.of(node, port);
    return place === undefined ? undefined : this.#processors.get(place.id)?.types[place.port];
  }
}

export function columnKey({ node, port, root, path }: ColumnRef): string {
  return JSON.stringify([node, port, root, ...path]);
}

/** `value.merchant.country` as people write it; the whole of a value by its root. */
export function columnName({ root, path }: Pick<ColumnRef, "root" | "path">): string {
  const name = path.join(".").replaceAll(".[]", "[]");
  return root === "key" ? (path.length === 0 ? "key" : `key.${name}`) : path.length === 0 ? "value" : name;
}

function columnsOf({ key, value }: RecordType): Pick<ColumnRef, "root" | "path">[] {
  return [
    ...pathsOf(key).map((path) => ({ root: "key" as const, path })),
    ...pathsOf(value).map((path) => ({ root: "value" as const, path })),
  ];
}

function pathsOf(type: Type): (readonly string[])[] {
  const bare = withoutNull(type);
  if (bare.kind === "null") return [];
  return bare.kind === "struct" && bare.fields.length > 0 ? fieldsOf(bare, []) : [[]];
}

function fieldsOf(type: Type, above: readonly string[]): (readonly string[])[] {
  const bare = withoutNull(type);
  if (bare.kind !== "struct") return [];
  return bare.fields.flatMap((field) => {
    const path = [...above, field.name];
    return [path, ...fieldsOf(field.type, path)];
  });
}

function kindOf(how: ProcessorOrigin["how"], from: ColumnRef, to: ColumnRef): LineageKind {
  if (how !== "same") return how;
  return from.root === to.root && from.path.at(-1) === to.path.at(-1) ? "copied" : "renamed";
}

/** What passes through two processors. */
function weaker(a: ProcessorOrigin["how"], b: ProcessorOrigin["how"]): ProcessorOrigin["how"] {
  if (a === "decides" || b === "decides") return "decides";
  return a === "computed" || b === "computed" ? "computed" : "same";
}

/** An object that is passed on as a whole is told by its fields. */
function isAbout({ from, kind }: LineageStep, column: ColumnRef): boolean {
  if (from.node !== column.node || from.port !== column.port || from.root !== column.root) return false;
  const shorter = Math.min(from.path.length, column.path.length);
  for (let i = 0; i < shorter; i++) if (from.path[i] !== column.path[i]) return false;
  const isCopy = kind === "copied" || kind === "renamed";
  return from.path.length >= column.path.length || !isCopy;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
