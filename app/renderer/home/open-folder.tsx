/** Another folder: one that was open before, or any by its path. */
import { useState, type FormEvent } from "react";
import { useStore } from "zustand";
import { host } from "../host/connect.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { loadEnvironments } from "../stores/environments.ts";
import { openSheet } from "../stores/shell.ts";
import { openFolder, workspaceStore } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { TextField } from "../ui/text-field.tsx";
import { shortTime } from "./short-time.ts";
import "./open-folder.css";

export function OpenFolder() {
  const workspace = useStore(workspaceStore, (state) => state.workspace);
  const [folder, setFolder] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<HostError | null>(null);
  const recent = newestOfEach(workspace?.recent ?? []).filter((other) => other.folder !== workspace?.folder);

  const open = async (path: string): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await openFolder(host, path);
      openSheet(null);
      // Refused until the folder is trusted, and read again then.
      await loadEnvironments(host).catch(() => {});
    } catch (problem) {
      setError(toHostError(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="medium"
      title="Open a folder"
      description="Its pipelines are shown; nothing of it runs or connects anywhere until you trust it."
      onClose={() => openSheet(null)}
      footer={
        <>
          <Button variant="line" onClick={() => openSheet(null)}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="open-folder"
            loading={busy}
            disabled={folder.trim() === "" ? "Write the path of a folder, or choose one above." : false}
          >
            Open
          </Button>
        </>
      }
    >
      {recent.length > 0 && (
        <ul className="open-folder-recent" aria-label="Open before">
          {recent.map(({ folder: path, atMs }) => (
            <li key={path}>
              <button type="button" onClick={() => void open(path)}>
                <Icon name="folder" />
                <span>{path}</span>
                <time dateTime={new Date(atMs).toISOString()}>{shortTime(atMs)}</time>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        id="open-folder"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void open(folder.trim());
        }}
      >
        <Field
          label="Path"
          error={error === null ? undefined : `${error.message} ${error.hint ?? ""}`}
          help="From the root: /home/me/pipelines"
        >
          {(control) => <TextField {...control} mono value={folder} onChange={setFolder} autoFocus />}
        </Field>
      </form>
    </Dialog>
  );
}

type Recent = NonNullable<ReturnType<typeof workspaceStore.getState>["workspace"]>["recent"];

function newestOfEach(recent: Recent): Recent {
  const seen = new Set<string>();
  return recent.filter(({ folder }) => !seen.has(folder) && seen.add(folder)).slice(0, 8);
}
