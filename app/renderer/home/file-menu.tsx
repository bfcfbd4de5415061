/** What can be done with a file of the library. Deleting asks, because a file may not be in any history but ours. */
import { useState } from "react";
import { host } from "../host/connect.ts";
import { closeTab, loadWorkspace, notifyError } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { MenuButton } from "../ui/menu.tsx";
import { TextField } from "../ui/text-field.tsx";

type Asked = "rename" | "delete" | null;

export function FileMenu({ file, name }: { readonly file: string; readonly name: string }) {
  const [asked, setAsked] = useState<Asked>(null);
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    setAsked(null);
    try {
      await work();
      await loadWorkspace(host);
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <>
      <MenuButton
        label={`More about ${name}`}
        icon="ellipsis"
        iconOnly
        size="small"
        items={[
          { id: "duplicate", label: "Duplicate", icon: "copy", onSelect: () => void act(() => duplicate(file)) },
          { id: "rename", label: "Rename the file", icon: "pencil", onSelect: () => setAsked("rename") },
          { separator: true },
          { id: "delete", label: "Delete", icon: "trash-2", danger: true, onSelect: () => setAsked("delete") },
        ]}
      />
      {asked === "rename" && (
        <RenameDialog
          file={file}
          onClose={() => setAsked(null)}
          onRename={(to) =>
            void act(async () => {
              closeTab(file);
              await host.call("document.rename", { file, to });
            })
          }
        />
      )}
      <Dialog
        open={asked === "delete"}
        onClose={() => setAsked(null)}
        title={`Delete ${name}?`}
        icon="trash-2"
        tone="danger"
        size="small"
        description={`${file}, its layout and its tests are removed from the folder. Earlier versions stay in the history of this studio.`}
        footer={
          <>
            <Button variant="line" autoFocus onClick={() => setAsked(null)}>
              Keep it
            </Button>
            <Button
              variant="danger"
              onClick={() =>
                void act(async () => {
                  closeTab(file);
                  await host.call("document.delete", { file });
                })
              }
            >
              Delete
            </Button>
          </>
        }
      />
    </>
  );
}

async function duplicate(file: string): Promise<void> {
  const { pipeline, layout, tests } = await host.call("document.open", { file });
  await host.call("document.create", {
    file: file.replace(/\.pipeline\.json$/, "-copy.pipeline.json"),
    pipeline,
    layout,
    tests,
  });
}

interface RenameProps {
  readonly file: string;
  readonly onClose: () => void;
  readonly onRename: (to: string) => void;
}

function RenameDialog({ file, onClose, onRename }: RenameProps) {
  const [to, setTo] = useState(file);
  const problem = /^[^\\]+\.pipeline\.json$/.test(to) ? undefined : "Write a name that ends in .pipeline.json";
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rename the file"
      size="small"
      footer={
        <>
          <Button variant="line" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={problem ?? to === file} onClick={() => onRename(to)}>
            Rename
          </Button>
        </>
      }
    >
      <Field label="File" error={problem} help="Its layout and tests follow.">
        {(control) => <TextField {...control} mono value={to} onChange={setTo} autoFocus />}
      </Field>
    </Dialog>
  );
}
