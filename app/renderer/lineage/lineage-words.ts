/** The way of a column in words, one entry a step, in the order of the way. */
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import {
  columnKey,
  columnName,
  type ColumnRef,
  type ColumnTrace,
  type LineageKind,
  type LineageStep,
} from "../../../shared/topology/lineage.ts";

export interface WayEntry {
  readonly key: string;
  readonly column: ColumnRef;
  readonly nodeName: string;
  readonly name: string;
  readonly kind: LineageKind;
  /** A whole sentence: "paid of Order + payment is amount of Payments under another name". */
  readonly words: string;
  /** The same in a word or three, beside the name: "becomes paid". */
  readonly short: string;
  /** Steps from the column that is followed. */
  readonly depth: number;
}

/** Upstream: what it comes from. What only decides stands after what is in it. */
export function upstreamWay(trace: ColumnTrace, pipeline: Pipeline): WayEntry[] {
  return way(trace, trace.upstream, pipeline, (step) => ({ at: step.from, next: step.to }));
}

export function downstreamWay(trace: ColumnTrace, pipeline: Pipeline): WayEntry[] {
  return way(trace, trace.downstream, pipeline, (step) => ({ at: step.to, next: step.from }));
}

function way(
  { column }: ColumnTrace,
  steps: readonly LineageStep[],
  pipeline: Pipeline,
  ends: (step: LineageStep) => { readonly at: ColumnRef; readonly next: ColumnRef },
): WayEntry[] {
  const depths = new Map([[columnKey(column), 0]]);
  const entries = new Map<string, WayEntry>();
  for (const step of steps) {
    const { at, next } = ends(step);
    const key = `${columnKey(at)}${step.kind === "decides" ? "?" : ""}`;
    const depth = (depths.get(columnKey(next)) ?? 0) + 1;
    if (step.kind !== "decides" && !depths.has(columnKey(at))) depths.set(columnKey(at), depth);
    if (entries.has(key)) continue;
    entries.set(key, {
      key,
      column: at,
      nodeName: nameOf(pipeline, at),
      name: columnName(at),
      kind: step.kind,
      words: wordsOf(step, pipeline),
      short: shortOf(step, at === step.from),
      depth,
    });
  }
  return [...entries.values()].toSorted((a, b) => Number(a.kind === "decides") - Number(b.kind === "decides"));
}

function shortOf({ from, to, kind }: LineageStep, isUpstream: boolean): string {
  const other = columnName(isUpstream ? to : from);
  switch (kind) {
    case "copied":
      return isUpstream ? "as it is" : to.port === null ? "written" : "as it is";
    case "renamed":
      return isUpstream ? `becomes ${other}` : `was ${other}`;
    case "computed":
      return isUpstream ? `goes into ${other}` : `made of ${other}`;
    case "decides":
      return isUpstream ? `decides on ${other}` : `${other} decides`;
    default:
      return "";
  }
}

export function wordsOf({ from, to, kind }: LineageStep, pipeline: Pipeline): string {
  const source = from.node === to.node ? columnName(from) : `${columnName(from)} of ${nameOf(pipeline, from)}`;
  const target = `${columnName(to)} of ${nameOf(pipeline, to)}`;
  switch (kind) {
    case "copied":
      return to.port === null ? `${nameOf(pipeline, to)} writes ${source}` : `${target} is ${source}, as it is`;
    case "renamed":
      return `${target} is ${source} under another name`;
    case "computed":
      return `${target} is computed from ${source}`;
    case "decides":
      return `${source} decides in ${nameOf(pipeline, to)}`;
    default:
      return "";
  }
}

function nameOf(pipeline: Pipeline, { node }: ColumnRef): string {
  return pipeline.nodes.get(node)?.name ?? node;
}
