/** How much passes an edge, and what it costs: pills in the middle of its line. The tooltip shows what its records are. */
import { memo, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { nodeFacts } from "../../operators/node-facts.ts";
import { runOf, runsStore } from "../../stores/runs.ts";
import { useAnalysis, useDocument, usePreview, useSelection } from "../../stores/session.tsx";
import { Pill } from "../../ui/pill.tsx";
import { rekeyedEdges } from "../model/edge-facts.ts";
import { middleOf } from "../model/edge-curve.ts";
import type { Link } from "../model/scene.ts";
import { useCanvas } from "./canvas-context.tsx";
import { countText, rateText } from "./figures.ts";
import "./edge-label.css";

export const EdgeLabel = memo(function EdgeLabel({ link }: { readonly link: Link }) {
  const model = useCanvas();
  const { id } = link;
  const element = useRef<HTMLDivElement>(null);
  const selected = useSelection((state) => state.edges.has(id));
  const rekeyed = useAnalysis((state) => rekeyedEdges(state.lastTopology).has(id));
  const amount = useAmount(link);
  useEffect(() => {
    const shown = element.current;
    if (shown === null) return undefined;
    model.labels.set(id, shown);
    return () => {
      if (model.labels.get(id) === shown) model.labels.delete(id);
    };
  }, [model, id]);
  const { x, y } = middleOf(model.curveOf(link));
  return (
    <div
      ref={element}
      className="edge-label"
      data-edge={id}
      data-selected={selected || undefined}
      style={{ transform: `translate(${x}px, ${y}px)` }}
    >
      <div className="edge-label-pills">
        {amount !== null && (
          <Pill tone={selected ? "accent" : "neutral"}>
            <b>{amount}</b>
          </Pill>
        )}
        {rekeyed && <Pill tone="warn">re-key</Pill>}
      </div>
    </div>
  );
});

/** A rate while a run goes on, else the number of records in the preview. */
function useAmount({ id, edge }: Link): string | null {
  const file = useDocument((state) => state.file);
  const node = useDocument((state) => state.head?.root.pipeline.nodes.get(edge.from.node));
  const port = node === undefined ? -1 : nodeFacts(node).ports.outputs.findIndex(({ name }) => name === edge.from.port);
  const rate = useStore(runsStore, (state) => {
    const run = runOf(state, file);
    if (run === null || run.snapshot.state !== "running") return null;
    const out = run.rates.get(edge.from.node)?.out[port];
    return out === undefined ? null : rateText(out);
  });
  const count = usePreview((state) => state.result?.edges[id]?.count ?? null);
  return rate ?? (count === null ? null : countText(count));
}
