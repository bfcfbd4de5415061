/** One click and a name: the preview as a test that is run from then on. */
import { useState } from "react";
import { useDocument, usePreview, useSession } from "../stores/session.tsx";
import { notify, notifyError } from "../stores/workspace.ts";
import { showBottom } from "../commands/preview.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Popover, usePopover } from "../ui/popover.tsx";
import { TextField } from "../ui/text-field.tsx";
import { freeName } from "./freeze.ts";
import { freezePreview, readTests } from "./tests-store.ts";
import "./tests.css";

export function FreezeButton() {
  const result = usePreview((state) => state.result);
  const readOnly = useDocument((state) => state.readOnly);
  const popover = usePopover();
  const why = result === null ? "Preview the pipeline first." : readOnly ? "This pipeline can only be read." : false;
  return (
    <>
      <IconButton {...popover.trigger} size="small" icon="flask-conical" label="Freeze as test" disabled={why} />
      <Popover
        open={popover.open}
        onClose={() => popover.setOpen(false)}
        anchor={popover.anchor}
        placement="top-end"
        label="Freeze as test"
      >
        <FreezeForm onDone={() => popover.setOpen(false)} />
      </Popover>
    </>
  );
}

function FreezeForm({ onDone }: { readonly onDone: () => void }) {
  const session = useSession();
  const result = usePreview((state) => state.result);
  const text = useDocument((state) => state.tests);
  const { document } = readTests(text);
  const [name, setName] = useState(() => freeName(document?.tests ?? new Map(), "Preview"));
  const [busy, setBusy] = useState(false);
  const wrong =
    document === null
      ? "The test file has errors; correct them first."
      : name.trim() === ""
        ? "Give it a name."
        : document.tests.has(name.trim())
          ? "A test has this name."
          : null;

  const save = async (): Promise<void> => {
    if (result === null || wrong !== null) return;
    setBusy(true);
    try {
      const saved = await freezePreview(session, result, name.trim());
      if (saved !== null) {
        notify("info", `Frozen as the test “${saved}”.`);
        showBottom("tests");
      }
      onDone();
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="freeze-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label htmlFor="freeze-name">Name of the test</label>
      <TextField
        id="freeze-name"
        value={name}
        onChange={setName}
        aria-invalid={wrong !== null}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="freeze-form-end">
        <span className={wrong === null ? "freeze-form-note" : "freeze-form-wrong"}>
          {wrong ?? "What the sources read, and what the sinks were given."}
        </span>
        <Button type="submit" variant="primary" size="small" loading={busy} disabled={wrong ?? false}>
          Freeze
        </Button>
      </div>
    </form>
  );
}
