/** The canonical form of a pipeline: the studio and `weir fmt` write the same bytes, and reading them gives the same pipeline. */
import { printDuration } from "../records/durations.ts";
import { currentFormat, defaultCommitIntervalMs } from "./document-schema.ts";
import { compareIds } from "./ids.ts";
import { noOperators, type OperatorLookup } from "./operator-lookup.ts";
import type { Json, OnError, Pipeline, PipelineEdge, PipelineNode, PipelineSettings } from "./pipeline.ts";
import { Expanded, printJson, type Printable } from "./print-json.ts";

const width = 100;

/** With `operators`, config has its keys in the operator's order and leaves out what is default. */
export function writePipeline(pipeline: Pipeline, options: { readonly operators?: OperatorLookup } = {}): string {
  const operators = options.operators ?? noOperators;
  const used = new Set([...pipeline.nodes.values()].map((node) => node.type));
  return printJson(
    new Expanded(
      present([
        ["$schema", pipeline.schema],
        ["format", currentFormat],
        ["id", pipeline.id],
        ["name", pipeline.name],
        ["description", pipeline.description ?? undefined],
        ["operators", section([...pipeline.operators].filter(([type]) => used.has(type)))],
        ["nodes", section([...pipeline.nodes].map(([id, node]) => [id, nodeForm(node, operators)]))],
        ["edges", section([...pipeline.edges].map(([id, edge]) => [id, edgeForm(edge)]))],
        ["settings", settingsForm(pipeline.settings)],
      ]),
    ),
    width,
  );
}

function nodeForm(node: PipelineNode, operators: OperatorLookup): Printable {
  const config = operators(node.type)?.canonicalConfig?.(node.config) ?? node.config;
  return new Expanded(
    present([
      ["type", node.type],
      ["name", node.name],
      ["config", isEmpty(config) ? undefined : config],
      ["onError", node.onError === null ? undefined : onErrorForm(node.onError)],
    ]),
  );
}

function edgeForm(edge: PipelineEdge): Printable {
  return new Map([
    ["from", `${edge.from.node}.${edge.from.port}`],
    ["to", `${edge.to.node}.${edge.to.port}`],
  ]);
}

function onErrorForm({ policy, topic, attempts, backoff, then }: OnError): Printable {
  return new Map(
    present([
      ["policy", policy],
      ["topic", topic],
      ["attempts", attempts],
      ["backoff", backoff],
      ["then", then],
    ]),
  );
}

function settingsForm({ guarantee, commitIntervalMs }: PipelineSettings): Printable | undefined {
  const entries = present([
    ["guarantee", guarantee === "at-least-once" ? undefined : guarantee],
    [
      "commitInterval",
      commitIntervalMs === defaultCommitIntervalMs(guarantee) ? undefined : printDuration(commitIntervalMs),
    ],
  ]);
  return entries.length === 0 ? undefined : new Map(entries);
}

/** Sorted by id, one entry per line; left out where it is empty. */
export function section(entries: readonly (readonly [string, Printable])[]): Printable | undefined {
  return entries.length === 0 ? undefined : new Expanded(entries.toSorted(([a], [b]) => compareIds(a, b)));
}

export function present(
  entries: readonly (readonly [string, Printable | undefined])[],
): (readonly [string, Printable])[] {
  return entries.filter((entry): entry is readonly [string, Printable] => entry[1] !== undefined);
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
