/** Pipelines of any size for the planner: shapes that people draw, repeated, and shapes that stress one step of it. */
import type { Pipeline } from "../../shared/pipeline/pipeline.ts";
import { makePipeline, node, sink, source, table, type ShortNode } from "../topology/pipelines.ts";

/** Makes a pipeline of at most `size` nodes and close to it. */
export type Shape = (size: number) => Pipeline;

class Drawing {
  readonly nodes: Record<string, ShortNode> = {};
  readonly edges: string[] = [];
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** Adds a node behind others (`id` or `id.port`); gives its id. */
  add(one: ShortNode, ...from: readonly string[]): string {
    return this.join(
      one,
      from.map((end) => [end, "in"] as const),
    );
  }

  join(one: ShortNode, from: readonly (readonly [from: string, port: string])[]): string {
    // Ids without an order of their own, as people's are: the planner must not profit from sorted ones.
    const id = `n${((this.#count * 7919) % 1_000_003).toString(36)}`;
    this.#count += 1;
    this.nodes[id] = one;
    for (const [end, port] of from) this.edges.push(`${end} > ${id}.${port}`);
    return id;
  }

  finish(): Pipeline {
    return makePipeline(this.nodes, this.edges, "huge");
  }
}

const keep = (i: number) => node("filter", { where: `value.total > ${i % 1000} && value.country != "XX"` });
const change = (i: number) => node("map", { fields: { total: `value.total + ${i % 10}` } });
const count = (by: string) =>
  node("aggregate", {
    by: { key: by },
    window: { kind: "tumbling", size: "1m" },
    fields: { count: "count()", total: "sum(value.total)" },
  });

/** One source, filters and maps in turn, one sink: as deep as it has nodes. */
function chain(size: number): Pipeline {
  const drawing = new Drawing();
  let at = drawing.add(source("a"));
  while (drawing.size < size - 1)
    at = drawing.add(drawing.size % 2 === 0 ? change(drawing.size) : keep(drawing.size), at);
  drawing.add(sink("o"), at);
  return drawing.finish();
}

/** One source that everything reads from. */
function fanOut(size: number): Pipeline {
  const drawing = new Drawing();
  const from = drawing.add(source("a"));
  while (drawing.size < size - 1) drawing.add(sink(`o${drawing.size}`), drawing.add(keep(drawing.size), from));
  return drawing.finish();
}

/** Many sources into one merge. */
function fanIn(size: number): Pipeline {
  const drawing = new Drawing();
  const from: string[] = [];
  while (drawing.size < size - 2) from.push(drawing.add(keep(drawing.size), drawing.add(source(`a${drawing.size}`))));
  drawing.add(sink("o"), drawing.add(node("merge"), ...from));
  return drawing.finish();
}

/** A sub-topology for each four nodes, all behind one source. */
function aggregates(size: number): Pipeline {
  const drawing = new Drawing();
  const from = drawing.add(source("a"));
  while (drawing.size < size - 3) {
    const counted = drawing.add(count("value.country"), drawing.add(keep(drawing.size), from));
    drawing.add(sink(`o${drawing.size}`), counted);
  }
  return drawing.finish();
}

/** Each aggregate counts what the one before gives: as many sub-topologies behind each other as there are nodes. */
function aggregateChain(size: number): Pipeline {
  const drawing = new Drawing();
  let at = drawing.add(source("a"));
  while (drawing.size < size - 1)
    at = drawing.add(node("aggregate", { by: { key: "value.total" }, fields: { total: "sum(value.total)" } }), at);
  drawing.add(sink("o"), at);
  return drawing.finish();
}

/** A stream joined with one table after another, each of a topic of its own: co-partition groups grow with it. */
function joins(size: number): Pipeline {
  const drawing = new Drawing();
  let at = drawing.add(source("a"));
  while (drawing.size < size - 2)
    at = drawing.join(node("stream-table-join", { result: { total: "left.total" } }), [
      [at, "left"],
      [drawing.add(table(`t${drawing.size}`)), "right"],
    ]);
  drawing.add(sink("o"), at);
  return drawing.finish();
}

/** A merge of what came so far and one more source, again and again. */
function ladder(size: number): Pipeline {
  const drawing = new Drawing();
  let at = drawing.add(source("a"));
  while (drawing.size < size - 2) at = drawing.add(node("merge"), at, drawing.add(source(`a${drawing.size}`)));
  drawing.add(sink("o"), at);
  return drawing.finish();
}

/** Every node sends what fails to the pipeline's dead letters, and every sink writes one topic. */
function deadLetters(size: number): Pipeline {
  const drawing = new Drawing();
  const from = drawing.add(source("a"));
  const onError = { policy: "dead-letter" } as const;
  while (drawing.size < size - 1)
    drawing.add({ ...sink("o"), onError }, drawing.add({ ...keep(drawing.size), onError }, from));
  return drawing.finish();
}

/** What people draw: sources, cleaning, a branch, an enrichment, a windowed count, sinks; ten nodes, repeated. */
function mixed(size: number): Pipeline {
  const drawing = new Drawing();
  while (drawing.size <= size - 10) {
    const i = drawing.size;
    const cleaned = drawing.add(change(i), drawing.add(keep(i), drawing.add(source(`orders-${i}`))));
    const branch = drawing.add(
      node("branch", { cases: [{ port: "large", when: "value.total > 100" }], otherwise: "small" }),
      cleaned,
    );
    const enriched = drawing.join(
      node("stream-table-join", { on: "value.country", result: { id: "left.id", name: "right.name" } }),
      [
        [`${branch}.large`, "left"],
        [drawing.add(table(`customers-${i}`)), "right"],
      ],
    );
    drawing.add(sink(`large-${i}`), enriched);
    const masked = drawing.add(node("mask", { fields: { id: "redact" } }), `${branch}.small`);
    drawing.add(sink(`counts-${i}`), drawing.add(count("value.country"), masked));
  }
  return drawing.finish();
}

export const shapes: Readonly<Record<string, Shape>> = {
  mixed,
  chain,
  "fan-out": fanOut,
  "fan-in": fanIn,
  aggregates,
  "aggregate-chain": aggregateChain,
  joins,
  ladder,
  "dead-letters": deadLetters,
};
