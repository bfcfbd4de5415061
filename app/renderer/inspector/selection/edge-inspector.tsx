/** An edge: where it leads, and what the records on it are. */
import type { Pipeline, PipelineEdge, PortRef } from "../../../../shared/pipeline/pipeline.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { useAnalysis, useDocument, usePreview, useSession } from "../../stores/session.tsx";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Chip, kindOfGroup } from "../../ui/chip.tsx";
import { SchemaTree } from "../../understanding/schema-tree.tsx";
import { Section } from "../node/section.tsx";
import "./edge-inspector.css";

export function EdgeInspector({ edge, pipeline }: { readonly edge: PipelineEdge; readonly pipeline: Pipeline }) {
  const session = useSession();
  const readOnly = useDocument((state) => state.readOnly);
  const type = useAnalysis((state) => state.types.get(edge.from.node)?.outputs.get(edge.from.port));
  const count = usePreview((state) => state.result?.edges[edge.id]?.count);
  const remove = (): void => {
    session.document.commit({ label: "Delete edge", edits: [{ edit: "disconnect", id: edge.id }] });
    session.selection.clear();
  };
  return (
    <>
      <div className="inspector-group">
        <header className="node-head">
          <h2 className="edge-inspector-title">Edge</h2>
          <p className="node-head-says">
            {type === undefined ? "Records" : type.kind === "table" ? "Rows of a table" : "Records of a stream"}
          </p>
        </header>
        <div className="edge-inspector-ends">
          <End port={edge.from} pipeline={pipeline} label="From" />
          <Icon name="arrow-down" size={14} label="to" />
          <End port={edge.to} pipeline={pipeline} label="To" />
        </div>
      </div>
      {count !== undefined && (
        <div className="inspector-group">
          <Section title="Preview" note={`${count} record${count === 1 ? "" : "s"}`} />
        </div>
      )}
      <div className="inspector-group">
        <Section title="Schema">
          {type === undefined ? (
            <p className="inspector-section-help">Known when the node before it is set up.</p>
          ) : (
            <SchemaTree type={type} label="Schema of the records" />
          )}
        </Section>
      </div>
      {!readOnly && (
        <div className="inspector-group">
          <Button variant="line" size="small" icon="trash-2" onClick={remove}>
            Delete edge
          </Button>
        </div>
      )}
    </>
  );
}

function End({
  port,
  pipeline,
  label,
}: {
  readonly port: PortRef;
  readonly pipeline: Pipeline;
  readonly label: string;
}) {
  const session = useSession();
  const node = pipeline.nodes.get(port.node);
  if (node === undefined) return null;
  const { operator } = nodeFacts(node);
  return (
    <button
      type="button"
      className="edge-inspector-end"
      aria-label={`${label} ${node.name} ${port.port}`}
      onClick={() => session.selection.show(node.id)}
    >
      {operator !== undefined && <Chip kind={kindOfGroup(operator.group)} icon={operator.icon} />}
      <span className="edge-inspector-name">{node.name}</span>
      <code className="edge-inspector-port">{port.port}</code>
    </button>
  );
}
