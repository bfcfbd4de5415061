/** A new pipeline: empty, or from a template. */
import { useState, type FormEvent } from "react";
import { makeId } from "../../../shared/pipeline/ids.ts";
import { emptyLayout, writeLayout } from "../../../shared/pipeline/layout.ts";
import { formatPipeline } from "../../../shared/validation/open.ts";
import { host } from "../host/connect.ts";
import { openSheet } from "../stores/shell.ts";
import { loadWorkspace, notifyError, openFile } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { TextField } from "../ui/text-field.tsx";

export function NewPipeline() {
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await createPipeline(name.trim() === "" ? "New pipeline" : name.trim());
      openSheet(null);
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="small"
      title="New pipeline"
      onClose={() => openSheet(null)}
      footer={
        <>
          <Button variant="line" onClick={() => openSheet(null)}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="new-pipeline" loading={busy}>
            Create
          </Button>
        </>
      }
    >
      <form id="new-pipeline" onSubmit={(event) => void create(event)}>
        <Field label="Name">
          {(control) => (
            <TextField
              {...control}
              value={name}
              onChange={setName}
              placeholder="Late payments by country"
              autoFocus
              maxLength={200}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

/** `Late payments` becomes `late-payments.pipeline.json`. */
export function fileNameOf(name: string): string {
  const stem = name
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${stem === "" ? "pipeline" : stem}.pipeline.json`;
}

async function createPipeline(name: string): Promise<void> {
  const pipeline = formatPipeline({
    id: makeId(
      fileNameOf(name)
        .replace(/\.pipeline\.json$/, "")
        .slice(0, 40),
      Math.random,
      () => false,
    ),
    name,
    description: null,
    operators: new Map(),
    nodes: new Map(),
    edges: new Map(),
    settings: { guarantee: "at-least-once", commitIntervalMs: 1000 },
  });
  const { file } = await host.call("document.create", {
    file: fileNameOf(name),
    pipeline,
    layout: writeLayout(emptyLayout),
    tests: null,
  });
  await loadWorkspace(host);
  await openFile(host, file);
}
