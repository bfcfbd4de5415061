/** The file changed on disk while it was edited: both sides are merged by meaning, and what cannot be is shown. Nothing is overwritten unasked. */
import { useMemo } from "react";
import { useStore } from "zustand";
import { mergeLayouts, mergePipelines } from "../../../shared/pipeline/merge.ts";
import type { StudioDocument } from "../../../shared/pipeline/studio-document.ts";
import { readRoot } from "../stores/document.ts";
import type { Session } from "../stores/session.tsx";
import { openSheet } from "../stores/shell.ts";
import { activeSession, notify, notifyError } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { DiffView } from "./diff-view.tsx";
import "./conflict-dialog.css";

export function ConflictDialog() {
  const session = activeSession();
  return session === null ? null : <DialogOf session={session} />;
}

function DialogOf({ session }: { readonly session: Session }) {
  const { conflict, head, saved, file } = useStore(session.document);
  const theirs = useMemo(() => (conflict === null ? null : readRoot(conflict.pipeline, null).root), [conflict]);
  const merged = useMemo(
    () => (head === null || theirs === null ? null : mergeRoots(saved?.root ?? theirs, head.root, theirs)),
    [head, saved, theirs],
  );
  if (conflict === null || head === null) return null;
  const take = (label: string, root: StudioDocument): void => {
    session.document.replace(label, root);
    session.document
      .save({ over: conflict.hash })
      .then((done) => {
        if (done) notify("info", `${file} is saved.`);
      })
      .catch(notifyError);
    openSheet(null);
  };
  return (
    <Dialog
      open
      size="large"
      title={`${file} was changed by somebody else`}
      description="It holds something else than what you started from. Merging keeps the changes of both sides; where both changed the same field, yours stays and is listed."
      onClose={() => openSheet(null)}
      footer={
        <>
          <Button
            variant="line"
            disabled={theirs === null ? "Their file cannot be read as a pipeline." : false}
            onClick={() =>
              theirs !== null && take("Take the file", { pipeline: theirs.pipeline, layout: head.root.layout })
            }
          >
            Take the file
          </Button>
          <Button variant="line" onClick={() => take("Keep mine", head.root)}>
            Keep mine
          </Button>
          <Button
            variant="primary"
            autoFocus
            disabled={merged === null ? "Their file cannot be read as a pipeline." : false}
            onClick={() => merged !== null && take("Merge", merged.root)}
          >
            {merged === null || merged.conflicts.length === 0
              ? "Merge"
              : `Merge, mine in ${merged.conflicts.length} ${merged.conflicts.length === 1 ? "place" : "places"}`}
          </Button>
        </>
      }
    >
      <div className="conflict-dialog">
        {merged !== null && merged.conflicts.length > 0 && (
          <ul aria-label="Changed by both">
            {merged.conflicts.map(({ pointer, message, ours, theirs: their }) => (
              <li key={pointer}>
                <b>{message}</b>
                <code>{pointer}</code>
                <span>mine: {text(ours)}</span>
                <span>theirs: {text(their)}</span>
              </li>
            ))}
          </ul>
        )}
        {theirs !== null && (
          <DiffView before={head.root.pipeline} after={theirs.pipeline} beforeName="mine" afterName="the file" />
        )}
      </div>
    </Dialog>
  );
}

function mergeRoots(base: StudioDocument, ours: StudioDocument, theirs: StudioDocument) {
  const { pipeline, conflicts } = mergePipelines(base.pipeline, ours.pipeline, theirs.pipeline);
  const layout = mergeLayouts(base.layout, ours.layout, { ...base.layout });
  return { root: { pipeline, layout }, conflicts };
}

function text(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
