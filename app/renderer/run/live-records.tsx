/** A few of the records that pass the selected edges, as they pass. Sampled by the run only while this is on the screen. */
import { useEffect, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { useStore } from "zustand";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { host } from "../host/connect.ts";
import { runOf, runsStore, type RunState } from "../stores/runs.ts";
import { useDocument, useSelection, useSession } from "../stores/session.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Select } from "../ui/select.tsx";
import { edgeText, liveEdges } from "./live-edges.ts";
import { LiveEdge } from "./live-edge.tsx";
import { createTapRequests } from "./tap-requests.ts";
import "./live-records.css";

const requests = createTapRequests(host);
const SLOT = "bottom-panel-tools";

export function LiveRecords() {
  const file = useDocument((state) => state.file);
  const pipeline = useDocument((state) => state.head?.root.pipeline);
  const run = useStore(runsStore, (state) => runOf(state, file));
  return run === null || pipeline === undefined ? null : <LiveOf run={run} pipeline={pipeline} />;
}

function LiveOf({ run, pipeline }: { readonly run: RunState; readonly pipeline: Pipeline }) {
  const nodes = useSelection((state) => state.nodes);
  const edges = useSelection((state) => state.edges);
  const [paused, setPaused] = useState(false);
  const shown = useMemo(() => liveEdges(pipeline, nodes, edges), [pipeline, nodes, edges]);
  const { run: id, state } = run.snapshot;
  const asked = paused ? "" : shown.map((edge) => edge.id).join(" ");
  const running = state === "running";
  useEffect(() => {
    if (running) requests.want(id, asked === "" ? [] : asked.split(" "));
    else requests.forget();
  }, [id, asked, running]);
  useEffect(() => () => requests.want(id, []), [id]);
  return (
    <div className="live-records">
      <LiveTools pipeline={pipeline} paused={paused} onPause={setPaused} />
      {shown.length === 0 ? (
        <EmptyState size="small" icon="activity" title="Choose an edge to look into">
          Press an edge or a node on the canvas, or choose one at the right: a few of the records that pass there are
          shown each second.
        </EmptyState>
      ) : (
        <div className="live-records-edges">
          {shown.map((edge) => (
            <LiveEdge
              key={`${id} ${edge.id}`}
              edge={edge}
              title={edgeText(pipeline, edge)}
              run={run}
              note={paused ? "paused" : running ? null : state}
            />
          ))}
        </div>
      )}
    </div>
  );
}

interface ToolsProps {
  readonly pipeline: Pipeline;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
}

/** In the row of tabs. */
function LiveTools({ pipeline, paused, onPause }: ToolsProps) {
  const { selection } = useSession();
  const edges = useSelection((state) => state.edges);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useEffect(() => setSlot(document.querySelector<HTMLElement>(`#${SLOT}`)), []);
  const [only] = edges.size === 1 ? edges : [];
  const tools = (
    <div className="live-records-tools">
      <Select
        aria-label="Edge"
        size="small"
        value={only !== undefined && pipeline.edges.has(only) ? only : undefined}
        placeholder="Choose an edge"
        options={[...pipeline.edges.values()].map((edge) => ({ value: edge.id, label: edgeText(pipeline, edge) }))}
        onChange={(id) => selection.select([], [id])}
      />
      <Button size="small" icon={paused ? "play" : "pause"} aria-pressed={paused} onClick={() => onPause(!paused)}>
        {paused ? "Go on" : "Pause"}
      </Button>
    </div>
  );
  return slot === null ? tools : createPortal(tools, slot);
}
