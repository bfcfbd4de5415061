/** What differs between two pipelines, by meaning: a node that was renamed or moved is the same node. */
import { useMemo } from "react";
import { diffPipelines, type Change } from "../../../shared/pipeline/diff.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { printDiff } from "../../../shared/pipeline/print-diff.ts";
import "./diff-view.css";

export interface DiffViewProps {
  readonly before: Pipeline;
  readonly after: Pipeline;
  readonly beforeName: string;
  readonly afterName: string;
}

export function DiffView({ before, after, beforeName, afterName }: DiffViewProps) {
  const changes = useMemo(() => diffPipelines(before, after), [before, after]);
  const lines = useMemo(() => printDiff(changes, before, after), [changes, before, after]);
  return (
    <section className="diff-view" aria-label="Differences">
      <p className="diff-view-head">
        From <b>{beforeName}</b> to <b>{afterName}</b>:{" "}
        {changes.length === 0
          ? "nothing but places differs"
          : `${changes.length} ${changes.length === 1 ? "change" : "changes"}`}
      </p>
      <ul>
        {lines.map((line, index) => {
          const change = changes[index];
          return (
            <li key={index} data-kind={change === undefined ? "changed" : kindOf(change)}>
              <span aria-hidden="true">{line.slice(0, 1)}</span>
              <code>{line.slice(2)}</code>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function kindOf({ change }: Change): "added" | "removed" | "changed" {
  if (change === "node-added" || change === "edge-added") return "added";
  return change === "node-removed" || change === "edge-removed" ? "removed" : "changed";
}
