/**
 * Goes through the draft against the stream: tells every source what is read of its records, and lets only the fields that are read go through
 * a repartition topic.
 */
import { must } from "../assert.ts";
import { fieldUses } from "../expressions/field-uses.ts";
import { makeStruct, withoutNull, makeNullable, type StructType, type Type } from "../records/types.ts";
import { Demand } from "./demand.ts";
import { isNodeType, type Draft, type DraftNode } from "./draft.ts";
import { demandOnInputs } from "./node-demand.ts";

export function analyseFieldUses(draft: Draft): void {
  const analysis = new Analysis(draft);
  for (const node of draft.nodes.toReversed()) analysis.visit(node);
  draft.nodes.length = 0;
  for (const node of analysis.nodes.toReversed()) draft.nodes.push(node);
}

class Analysis {
  /** In reverse, with the projections that were added. */
  readonly nodes: DraftNode[] = [];
  readonly #demands = new Map<string, Demand[]>();
  /** By sink. */
  readonly #sources = new Map<string, string>();
  readonly #byId: ReadonlyMap<string, DraftNode>;

  constructor(draft: Draft) {
    this.#byId = new Map(draft.nodes.map((node) => [node.id, node]));
    for (const { sink, source } of draft.repartitions.values()) this.#sources.set(sink, source);
  }

  visit(node: DraftNode): void {
    const out = this.#demandsOf(node);
    this.#tellSource(node, out);
    let inputs = demandOnInputs(node, out);
    const source = this.#sources.get(node.id);
    this.nodes.push(node);
    if (source !== undefined && isNodeType(node, "sink")) {
      const behind = must(this.#byId.get(source), "the source of a repartition topic");
      inputs = [this.#throughTopic(node, behind)];
    }
    this.#ask(node, inputs);
  }

  #ask(node: DraftNode, inputs: readonly Demand[]): void {
    for (const link of node.inputs) {
      const from = this.#byId.get(link.from);
      const demand = inputs[link.port];
      // A projection that was added stands between: it has asked already.
      if (from === undefined || demand === undefined) continue;
      this.#demandsOf(from)[link.fromPort]?.merge(demand);
    }
  }

  #demandsOf(node: DraftNode): Demand[] {
    const known = this.#demands.get(node.id) ?? node.outputs.map(() => new Demand());
    this.#demands.set(node.id, known);
    return known;
  }

  #tellSource(node: DraftNode, [out]: readonly Demand[]): void {
    if (isNodeType(node, "source")) {
      const time = node.config.time === null ? [] : fieldUses(node.config.time);
      node.config = {
        ...node.config,
        uses: new Demand()
          .merge(out ?? new Demand())
          .read(time)
          .uses(["key", "value"]),
      };
    } else if (isNodeType(node, "file-source")) {
      const own = [node.config.key, node.config.time].flatMap((typed) => (typed === null ? [] : fieldUses(typed)));
      node.config = {
        ...node.config,
        uses: new Demand()
          .merge(out ?? new Demand())
          .read(own)
          .uses(["key", "value"]),
      };
    } else if (isNodeType(node, "generator")) {
      const own = node.config.key === null ? [] : fieldUses(node.config.key);
      node.config = {
        ...node.config,
        uses: new Demand()
          .merge(out ?? new Demand())
          .read(own)
          .uses(["key", "value"]),
      };
    }
  }

  /** What the other side of a repartition topic wants; a projection before it leaves the rest out. */
  #throughTopic(sink: DraftNode<"sink">, source: DraftNode): Demand {
    const wanted = this.#demandsOf(source)[0] ?? new Demand();
    const passed = new Demand().copy("key");
    const kept = keptFields(sink.config.valueType, wanted);
    if (kept === undefined) return passed.copy("value").read(wanted.uses(["key", "value"]));
    const names = kept.fields.map((field) => field.name);
    const valueType = sink.config.valueType.kind === "nullable" ? makeNullable(kept) : kept;
    this.#insertProjection(sink, kept, valueType);
    sink.config = { ...sink.config, valueType };
    if (isNodeType(source, "source")) {
      source.config = { ...source.config, valueType };
      source.types = source.types.map((type) => ({ ...type, value: valueType }));
    }
    return passed.read(names.map((name) => ({ root: "value", steps: [name] })));
  }

  #insertProjection(sink: DraftNode<"sink">, kept: StructType, valueType: Type): void {
    const id = `${sink.id}-fields`;
    const type = { kind: "stream", key: sink.config.keyType, value: valueType } as const;
    this.nodes.push({
      id,
      node: sink.node,
      type: "map",
      config: {
        base: { keep: "none" },
        fields: kept.fields.map(({ name, type: field, optional }) => ({
          name,
          value: {
            node: "path",
            type: optional === true ? makeNullable(field) : field,
            root: "value",
            steps: [name],
          },
        })),
        whole: null,
      },
      inputs: sink.inputs,
      outputs: ["out"],
      types: [type],
      onError: sink.onError,
    });
    for (const link of sink.inputs) {
      const from = this.#byId.get(link.from);
      const demand = from === undefined ? undefined : this.#demandsOf(from)[link.fromPort];
      demand?.copy("key").read(kept.fields.map((field) => ({ root: "value", steps: [field.name] })));
    }
    sink.inputs = [{ port: 0, from: id, fromPort: 0, edge: null }];
  }
}

/** The part of a value that is read, where that is less than all of it and is known field by field. */
function keptFields(type: Type, wanted: Demand): StructType | undefined {
  const row = withoutNull(type);
  if (row.kind !== "struct" || wanted.isCopied("value")) return undefined;
  const names = new Set<string>();
  for (const [first] of wanted.paths("value")) {
    if (first === undefined) return undefined;
    names.add(first);
  }
  const fields = row.fields.filter((field) => names.has(field.name));
  // A field that an open type does not name may be anything; it is passed on only with the whole.
  if (fields.length < names.size || (fields.length === row.fields.length && row.open !== true)) return undefined;
  return makeStruct(fields);
}
