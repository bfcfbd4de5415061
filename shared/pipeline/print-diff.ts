/** A semantic diff for people: one line per change, `+` new, `-` gone, `~` changed, with the names that are seen on the canvas. */
import { unreachable } from "../assert.ts";
import { printDuration } from "../records/durations.ts";
import type { Change } from "./diff.ts";
import type { Json, OnError, Pipeline, PipelineEdge, PortRef } from "./pipeline.ts";

export function printDiff(changes: readonly Change[], before: Pipeline, after: Pipeline): string[] {
  const nameOf = (id: string): string => {
    const name = (after.nodes.get(id) ?? before.nodes.get(id))?.name;
    return name === undefined ? id : `"${name}" (${id})`;
  };
  return changes.map((change) => printChange(change, nameOf));
}

function printChange(change: Change, nameOf: (id: string) => string): string {
  const port = (ref: PortRef): string => `${nameOf(ref.node)}.${ref.port}`;
  const edge = ({ from, to }: PipelineEdge): string => `${port(from)} → ${port(to)}`;
  switch (change.change) {
    case "pipeline":
      return `~ pipeline ${change.field}: ${show(change.before)} → ${show(change.after)}`;
    case "setting": {
      const text = (value: string | number): string => (typeof value === "number" ? printDuration(value) : value);
      const name = change.field === "commitIntervalMs" ? "commitInterval" : change.field;
      return `~ setting ${name}: ${text(change.before)} → ${text(change.after)}`;
    }
    case "operator":
      return `~ operator ${change.type}: version ${change.before} → ${change.after}`;
    case "node-added":
      return `+ node ${nameOf(change.node.id)} ${change.node.type} ${show(change.node.config)}`;
    case "node-removed":
      return `- node ${nameOf(change.node.id)} ${change.node.type}`;
    case "node-renamed":
      return `~ node ${change.id} name: ${show(change.before)} → ${show(change.after)}`;
    case "node-retyped":
      return `~ node ${nameOf(change.id)} type: ${change.before} → ${change.after}`;
    case "config":
      return `~ node ${nameOf(change.id)} ${change.pointer.slice(1).replaceAll("/", ".")}: ${show(change.before)} → ${show(change.after)}`;
    case "on-error":
      return `~ node ${nameOf(change.id)} onError: ${onErrorText(change.before)} → ${onErrorText(change.after)}`;
    case "edge-added":
      return `+ edge ${edge(change.edge)}`;
    case "edge-removed":
      return `- edge ${edge(change.edge)}`;
    case "edge-moved":
      return `~ edge ${change.after.id}: ${edge(change.before)} ⇒ ${edge(change.after)}`;
    default:
      return unreachable(change);
  }
}

function onErrorText(onError: OnError | null): string {
  return onError === null ? "default" : JSON.stringify(onError);
}

function show(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
