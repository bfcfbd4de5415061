/** A name in a row, set when the focus leaves or Enter is pressed. A name that cannot be stays, marked. */
import { useState } from "react";
import { classNames } from "../../ui/class-names.ts";
import "./name-input.css";

export interface NameInputProps {
  readonly label: string;
  readonly value: string;
  readonly onCommit: (name: string) => void;
  readonly readOnly?: boolean | undefined;
  /** Says why a name cannot be. */
  readonly check?: ((name: string) => string | undefined) | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly className?: string | undefined;
}

export function NameInput({ label, value, onCommit, readOnly = false, check, autoFocus, className }: NameInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const wrong = draft === null || draft === value ? undefined : draft.trim() === "" ? "Write a name." : check?.(draft);
  const commit = (): void => {
    if (draft === null) return;
    if (wrong !== undefined) return;
    setDraft(null);
    if (draft !== value) onCommit(draft);
  };
  return (
    <input
      className={classNames("name-input", wrong !== undefined && "name-input-wrong", className)}
      aria-label={label}
      aria-invalid={wrong !== undefined || undefined}
      title={wrong}
      value={draft ?? value}
      readOnly={readOnly}
      spellCheck={false}
      autoComplete="off"
      autoFocus={autoFocus}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        else if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
