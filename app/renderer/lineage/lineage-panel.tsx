/** Where a column comes from and where it goes; the graph lights its way meanwhile. */
import { useEffect, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { useStore } from "zustand";
import { columnName, type ColumnRef } from "../../../shared/topology/lineage.ts";
import type { Pipeline, PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import { inFlowOrder } from "../outline/flow-order.ts";
import { useAnalysis, useDocument, useSelection, useSession } from "../stores/session.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Select } from "../ui/select.tsx";
import { SchemaTree } from "../understanding/schema-tree.tsx";
import { useToolsSlot } from "../understanding/use-tools-slot.ts";
import { followColumn, lineageStore, unfollow } from "./lineage-store.ts";
import { downstreamWay, upstreamWay } from "./lineage-words.ts";
import { WayList } from "./way-list.tsx";
import "./lineage-panel.css";

export function LineagePanel() {
  const session = useSession();
  const pipeline = useDocument((state) => state.head?.root.pipeline ?? null);
  const topology = useAnalysis((state) => state.topology ?? state.lastTopology);
  const { session: of, trace, stale } = useStore(lineageStore);
  const slot = useToolsSlot();
  const own = of === session ? trace : null;
  // The graph is lit only while somebody looks at the way.
  useEffect(() => () => unfollow(), [session]);
  // A change of the pipeline may change the way.
  useEffect(() => {
    const { trace: now, session: whose } = lineageStore.getState();
    if (now !== null && whose === session) followColumn(session, now.column);
  }, [topology, session]);
  if (pipeline === null || topology === null)
    return (
      <EmptyState size="small" icon="route" title="No lineage yet">
        The pipeline has to be without errors once, so that it is known what each field comes from.
      </EmptyState>
    );
  const tools = own !== null && (
    <Button size="small" icon="x" onClick={unfollow}>
      Stop following
    </Button>
  );
  return (
    <div className="lineage-panel">
      {slot === null ? tools : createPortal(tools, slot)}
      <Fields pipeline={pipeline} />
      {own === null ? (
        <EmptyState size="small" icon="route" title="Choose a field">
          Its way through the pipeline is lit on the canvas, and told here. A press on a title in the preview does the
          same.
        </EmptyState>
      ) : (
        <div className="lineage-panel-ways">
          {stale && <Banner tone="warn">The pipeline has errors or changed; this is how it was last planned.</Banner>}
          <h3>
            <b>{columnName(own.column)}</b> {own.column.port === null ? "written by" : "of"}{" "}
            {pipeline.nodes.get(own.column.node)?.name}
          </h3>
          <div className="lineage-panel-columns">
            <WayList title="Comes from" none="It starts here." entries={upstreamWay(own, pipeline)} />
            <WayList title="Goes to" none="Nothing uses it." entries={downstreamWay(own, pipeline)} />
          </div>
        </div>
      )}
    </div>
  );
}

/** Fields of one output, of the selected node at first. */
function Fields({ pipeline }: { readonly pipeline: Pipeline }) {
  const session = useSession();
  const types = useAnalysis((state) => state.types);
  const { session: of, trace } = useStore(lineageStore);
  const followed = of === session ? (trace?.column ?? null) : null;
  const selected = useSelection((state) => state.nodes);
  const outputs = useMemo(() => outputsOf(pipeline), [pipeline]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [only] = selected.size === 1 ? selected : [];
  useEffect(() => {
    const first = outputs.find(({ node }) => node.id === only);
    if (first !== undefined) setChosen(first.id);
  }, [only, outputs]);
  const shown =
    outputs.find(({ id }) => id === (chosen ?? (followed === null ? null : placeOf(followed)))) ?? outputs[0];
  if (shown === undefined) return null;
  const type = types.get(shown.node.id)?.outputs.get(shown.port);
  const marked =
    followed !== null && placeOf(followed) === shown.id ? [followed.root, ...followed.path].join(".") : null;
  return (
    <div className="lineage-panel-fields">
      <Select
        size="small"
        aria-label="Fields of"
        value={shown.id}
        options={outputs.map(({ id, label }) => ({ value: id, label }))}
        onChange={setChosen}
      />
      <div className="lineage-panel-tree">
        {type === undefined ? (
          <p>Its fields are not known while it has errors.</p>
        ) : (
          <SchemaTree
            type={type}
            label={`Fields of ${shown.label}`}
            marked={marked}
            onField={({ root, path }) =>
              followColumn(session, {
                node: shown.node.id,
                port: shown.port,
                root,
                path: path.filter((step) => step !== "[]"),
              })
            }
          />
        )}
      </div>
    </div>
  );
}

interface Output {
  readonly id: string;
  readonly label: string;
  readonly node: PipelineNode;
  readonly port: string;
}

function outputsOf(pipeline: Pipeline): Output[] {
  return inFlowOrder(pipeline).flatMap((node) =>
    nodeFacts(node).ports.outputs.map(({ name }) => ({
      id: `${node.id}.${name}`,
      label: name === "out" ? node.name : `${node.name} · ${name}`,
      node,
      port: name,
    })),
  );
}

function placeOf({ node, port }: ColumnRef): string {
  return `${node}.${port ?? ""}`;
}
