/** Renaming in place: Enter or leaving keeps it, Escape does not. */
import { useState } from "react";
import { useCanvas } from "./canvas-context.tsx";

export function NameField({ id, name }: { readonly id: string; readonly name: string }) {
  const model = useCanvas();
  const [text, setText] = useState(name);
  const close = (keep: boolean): void => {
    const { editing } = model.view.getState();
    if (editing?.id !== id) return;
    model.view.setState({ editing: null });
    const clean = text.trim();
    if (keep && clean !== "" && clean !== name) {
      model.session.document.commit({
        label: `Rename ${name} to ${clean}`,
        edits: [{ edit: "renameNode", id, name: clean }],
      });
      model.say(`Renamed to ${clean}`);
    }
    model.focus();
  };
  return (
    <input
      className="node-view-name-field"
      aria-label="Name of the node"
      value={text}
      maxLength={200}
      ref={(element) => {
        if (element !== null && document.activeElement !== element) {
          element.focus();
          element.select();
        }
      }}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => close(true)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        close(event.key === "Enter");
      }}
    />
  );
}
