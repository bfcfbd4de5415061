/** What the selection is, and how it is set. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import type { PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import { warmMonaco } from "../expression-editor/monaco/load-monaco.ts";
import { HelpSheet } from "../help/help-sheet.tsx";
import { NodeJson } from "../json-view/node-json.tsx";
import { useDocument, useSelection } from "../stores/session.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { inspectorStore, type InspectorMode } from "./inspector-store.ts";
import { NodeInspector } from "./node/node-inspector.tsx";
import { UnknownNode } from "./node/unknown-node.tsx";
import { EdgeInspector } from "./selection/edge-inspector.tsx";
import { ManyInspector } from "./selection/many-inspector.tsx";
import { PipelineInspector } from "./selection/pipeline-inspector.tsx";
import "./inspector.css";

export function Inspector() {
  useEffect(warmMonaco, []);
  return (
    <section className="inspector" aria-label="Inspector">
      <Selected />
      <HelpSheet />
    </section>
  );
}

function Selected() {
  const pipeline = useDocument((state) => state.head?.root.pipeline);
  const selected = useSelection((state) => state.nodes);
  const edges = useSelection((state) => state.edges);
  const notes = useSelection((state) => state.notes);
  const groups = useSelection((state) => state.groups);
  if (pipeline === undefined) return null;
  const nodes = [...selected].flatMap((id) => pipeline.nodes.get(id) ?? []);
  const known = [...edges].flatMap((id) => pipeline.edges.get(id) ?? []);
  const count = nodes.length + notes.size + groups.size;
  const [node] = nodes;
  const [edge] = known;
  if (count === 1 && node !== undefined) return <OneNode key={node.id} node={node} />;
  if (count === 0 && known.length === 1 && edge !== undefined)
    return <EdgeInspector key={edge.id} edge={edge} pipeline={pipeline} />;
  if (count + known.length > 0)
    return (
      <ManyInspector nodes={nodes} edges={known.length} notes={notes.size} groups={groups.size} pipeline={pipeline} />
    );
  return <PipelineInspector pipeline={pipeline} />;
}

function OneNode({ node }: { readonly node: PipelineNode }) {
  const mode = useStore(inspectorStore, (state) => state.mode);
  const operator = catalogue.get(node.type);
  if (operator === undefined) return <UnknownNode node={node} />;
  return (
    <>
      {mode === "form" ? (
        <NodeInspector node={node} operator={operator} />
      ) : (
        <NodeJson node={node} operator={operator} />
      )}
      <footer className="inspector-foot">
        <Segmented<InspectorMode>
          size="small"
          aria-label="Show the node as"
          value={mode}
          options={[
            { value: "form", label: "Form" },
            { value: "json", label: "JSON" },
          ]}
          onChange={(next) => inspectorStore.setState({ mode: next })}
        />
        <NodeId id={node.id} />
      </footer>
    </>
  );
}

function NodeId({ id }: { readonly id: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="inspector-id"
      aria-label={`Copy the id ${id}`}
      onBlur={() => setCopied(false)}
      onClick={() => {
        navigator.clipboard
          .writeText(id)
          .then(() => setCopied(true))
          .catch(() => {});
      }}
    >
      {copied ? "copied" : id}
    </button>
  );
}
