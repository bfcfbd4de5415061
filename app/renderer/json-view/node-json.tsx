/** One node as the JSON that it is in the file, in place of its form. */
import type { AnyOperator } from "../../../shared/operators/operator.ts";
import type { PipelineNode } from "../../../shared/pipeline/pipeline.ts";
import { NodeHead } from "../inspector/node/node-head.tsx";
import { useSession } from "../stores/session.tsx";
import { nodeText } from "./sources.ts";
import { SyncedEditor } from "./synced-editor.tsx";

export function NodeJson({ node, operator }: { readonly node: PipelineNode; readonly operator: AnyOperator }) {
  const session = useSession();
  return (
    <>
      <div className="inspector-group">
        <NodeHead node={node} operator={operator} />
      </div>
      <SyncedEditor
        sync={nodeText(session, node.id)}
        name={`${node.id}.${node.type}.node.json`}
        label={`JSON of ${node.name}`}
      />
    </>
  );
}
