/** The line at a node's foot. It reads the preview and the runs by itself: once a second it changes, and nothing else. */
import { useStore } from "zustand";
import { runOf, runsStore } from "../../stores/runs.ts";
import { useDocument, usePreview } from "../../stores/session.tsx";
import { previewFigure, runFigure, sparkPath, unpack } from "./figures.ts";

const noPoints: readonly number[] = [];

interface NodeFooterProps {
  readonly id: string;
  readonly title: string;
  readonly isSource: boolean;
}

export function NodeFooter({ id, title, isSource }: NodeFooterProps) {
  const file = useDocument((state) => state.file);
  const ran = useStore(runsStore, (state) => {
    const run = runOf(state, file);
    return run === null ? null : runFigure(run, id, isSource);
  });
  const spark = useStore(runsStore, (state) => runOf(state, file)?.spark.get(id) ?? noPoints);
  const previewed = usePreview((state) => (state.result === null ? null : previewFigure(state.result, id)));
  const of = usePreview((state) => state.of);
  const stale = useDocument((state) => of !== null && state.head?.root.pipeline !== of);
  const packed = ran ?? previewed;
  if (packed === null) return <div className="node-view-foot node-view-quiet">{title}</div>;
  const { main, more, tone } = unpack(packed);
  const path = ran === null ? null : sparkPath(spark, 44, 12);
  return (
    <div className="node-view-foot" data-stale={(ran === null && stale) || undefined} data-figure={main}>
      {path !== null && (
        <svg className="node-view-spark" viewBox="0 0 44 12" aria-hidden="true">
          <path d={path} />
        </svg>
      )}
      <b>{main}</b>
      <span className={`node-view-more node-view-more-${tone}`}>{more}</span>
    </div>
  );
}
