/** A node whose operator this version does not have: kept as it is, shown as JSON. */
import type { PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { Banner } from "../../ui/banner.tsx";
import { Icon } from "../../ui/icon.tsx";
import { InlineCode } from "../../ui/inline-code.tsx";
import "./unknown-node.css";

export function UnknownNode({ node }: { readonly node: PipelineNode }) {
  return (
    <>
      <div className="inspector-group">
        <header className="node-head">
          <div className="node-head-line">
            <Icon name="circle-question-mark" />
            <h2 className="unknown-node-name">{node.name}</h2>
          </div>
          <p className="node-head-says">Unknown operator</p>
        </header>
      </div>
      <div className="inspector-group unknown-node">
        <Banner tone="warn">
          This version of Weir has no operator <InlineCode>{node.type}</InlineCode>. The node is kept as it is; the
          pipeline cannot run with it.
        </Banner>
        <pre className="unknown-node-json">
          {JSON.stringify(
            { type: node.type, config: node.config, ...(node.onError === null ? {} : { onError: node.onError }) },
            null,
            2,
          )}
        </pre>
      </div>
    </>
  );
}
