/** The pipeline as the JSON that its file holds. It and the canvas are two views of one document. */
import { useSession, useDocument } from "../stores/session.tsx";
import { pipelineText } from "./sources.ts";
import { SyncedEditor } from "./synced-editor.tsx";

export function JsonView() {
  const session = useSession();
  const file = useDocument((state) => state.file);
  return (
    <SyncedEditor
      sync={pipelineText(session)}
      name={`${file.replaceAll(/[^\w-]/g, "_")}.pipeline.json`}
      label="JSON of the pipeline"
    />
  );
}
