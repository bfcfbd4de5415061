/** A template: its graph in small, what it shows, and a copy of it for this folder. */
import { useMemo, useState } from "react";
import type { Template } from "../../../shared/protocol/host-api.ts";
import { host } from "../host/connect.ts";
import { loadWorkspace, notifyError, openFile } from "../stores/workspace.ts";
import { readRoot } from "../stores/document.ts";
import { Badge } from "../ui/badge.tsx";
import { GraphPicture } from "./graph-picture.tsx";

export function TemplateCard({ template }: { readonly template: Template }) {
  const [busy, setBusy] = useState(false);
  const root = useMemo(() => readRoot(template.pipeline, template.layout).root, [template]);
  const use = async (): Promise<void> => {
    setBusy(true);
    try {
      const { pipeline, layout, tests } = template;
      const { file } = await host.call("document.create", {
        file: `${template.id}.pipeline.json`,
        pipeline,
        layout,
        tests,
      });
      await loadWorkspace(host);
      const session = await openFile(host, file);
      const head = session?.document.getState().head;
      if (session !== null && head != null) await session.preview.run(head.root.pipeline);
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" className="home-template" aria-busy={busy} onClick={() => void use()}>
      {root === null ? <span /> : <GraphPicture document={root} />}
      <b>{template.title}</b>
      <span className="home-template-summary">{template.summary}</span>
      <span className="home-template-tags">
        {template.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </span>
    </button>
  );
}
