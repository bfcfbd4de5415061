import { useState } from "react";
import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { Field } from "../field.tsx";
import { MenuButton, type MenuEntry } from "../menu.tsx";
import type { NoticeStore } from "../notices.ts";
import { NumberField } from "../number-field.tsx";
import { Popover, usePopover } from "../popover.tsx";
import { TextField } from "../text-field.tsx";
import { Tooltip } from "../tooltip.tsx";
import { Line, Section } from "./section.tsx";

const items: readonly MenuEntry[] = [
  { heading: "Order + payment" },
  { id: "rename", label: "Rename", icon: "pencil", shortcut: "Enter", onSelect: nothing },
  { id: "duplicate", label: "Duplicate", icon: "copy", shortcut: "Mod+D", onSelect: nothing },
  {
    id: "paste",
    label: "Paste",
    icon: "clipboard",
    shortcut: "Mod+V",
    disabled: "The clipboard holds no nodes.",
    onSelect: nothing,
  },
  { separator: true },
  { id: "grid", label: "Snap to the grid", checked: true, onSelect: nothing },
  { separator: true },
  { id: "delete", label: "Delete", icon: "trash-2", shortcut: "Delete", danger: true, onSelect: nothing },
];

export function Floating({ notices }: { readonly notices: NoticeStore }) {
  const [dialog, setDialog] = useState<"form" | "danger">();
  const [name, setName] = useState("late-payments");
  const [grace, setGrace] = useState<number | null>(30);
  const popover = usePopover();
  return (
    <Section title="Floating">
      <Line name="over the page">
        <MenuButton label="Node" variant="line" items={items} />
        <Button variant="line" {...popover.trigger}>
          Popover
        </Button>
        <Tooltip text="Shows what each node would do with sampled records." shortcut="Mod+P">
          <Button variant="line" icon="eye">
            Tooltip
          </Button>
        </Tooltip>
        <Button variant="line" onClick={() => setDialog("form")}>
          Dialog
        </Button>
        <Button variant="line" onClick={() => setDialog("danger")}>
          Delete dialog
        </Button>
        <Button
          variant="line"
          onClick={() =>
            notices.show({ tone: "good", text: "Deleted 3 nodes", action: { label: "Undo", run: nothing } })
          }
        >
          Notice
        </Button>
        <Button
          variant="line"
          onClick={() =>
            notices.show({
              tone: "bad",
              text: "The topic could not be made.",
              detail: "The cluster allows 1 000 partitions; 998 are used.",
            })
          }
        >
          Bad notice
        </Button>
      </Line>
      <Popover open={popover.open} onClose={() => popover.setOpen(false)} anchor={popover.anchor} label="Grace">
        <div className="gallery-form">
          <Field label="Grace" help="How long a window waits for late records.">
            {(control) => <NumberField {...control} value={grace} onChange={setGrace} unit="s" min={0} />}
          </Field>
        </div>
      </Popover>
      <Dialog
        open={dialog === "form"}
        onClose={() => setDialog(undefined)}
        icon="save"
        title="Save as a new pipeline"
        description="The open one stays as it is."
        footer={
          <>
            <Button onClick={() => setDialog(undefined)}>Cancel</Button>
            <Button variant="primary" onClick={() => setDialog(undefined)}>
              Save
            </Button>
          </>
        }
      >
        <Field label="File" help="shop/late-payments.pipeline.json">
          {(control) => <TextField {...control} autoFocus value={name} onChange={setName} suffix=".pipeline.json" />}
        </Field>
      </Dialog>
      <Dialog
        open={dialog === "danger"}
        onClose={() => setDialog(undefined)}
        icon="trash-2"
        tone="danger"
        size="small"
        title="Delete “Card velocity”?"
        description="The file goes to the bin. Its history stays in the library for 30 days."
        footer={
          <>
            <Button data-autofocus onClick={() => setDialog(undefined)}>
              Keep it
            </Button>
            <Button variant="danger" onClick={() => setDialog(undefined)}>
              Delete
            </Button>
          </>
        }
      />
    </Section>
  );
}

function nothing(): void {}
