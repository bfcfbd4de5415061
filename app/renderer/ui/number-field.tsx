import { useState } from "react";
import { controlProps, type ControlProps, type Disabled } from "./control-props.ts";
import { parseNumber, stepNumber } from "./number-text.ts";
import { TextField } from "./text-field.tsx";

export interface NumberFieldProps extends ControlProps {
  /** Null shows the placeholder. */
  readonly value: number | null;
  /** Called with each text that is a number within the limits; with null when it is emptied and `nullable`. */
  readonly onChange: (value: number | null) => void;
  readonly unit?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Arrow keys; ten times as much with Shift. 1 when not given. */
  readonly step?: number | undefined;
  readonly integer?: boolean | undefined;
  readonly nullable?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly size?: "medium" | "small" | undefined;
  readonly disabled?: Disabled;
  readonly className?: string | undefined;
}

/** Keeps what is typed until the focus leaves; then it shows the value that holds. */
export function NumberField({
  value,
  onChange,
  unit,
  min,
  max,
  step = 1,
  integer = false,
  nullable = false,
  size,
  disabled,
  placeholder,
  className,
  ...names
}: NumberFieldProps) {
  const [draft, setDraft] = useState<string>();
  const limits = { min, max, integer };
  const text = draft ?? (value === null ? "" : String(value));
  const wrong = draft !== undefined && (draft.trim() === "" ? !nullable : parseNumber(draft, limits) === undefined);
  return (
    <TextField
      {...controlProps(names)}
      aria-invalid={wrong || names["aria-invalid"] === true}
      role="spinbutton"
      inputMode={integer ? "numeric" : "decimal"}
      aria-valuenow={value ?? undefined}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuetext={value === null || unit === undefined ? undefined : `${value} ${unit}`}
      value={text}
      placeholder={placeholder}
      size={size}
      disabled={disabled}
      className={className}
      suffix={unit}
      onChange={(typed) => {
        setDraft(typed);
        const parsed = parseNumber(typed, limits);
        if (parsed !== undefined) onChange(parsed);
        else if (typed.trim() === "" && nullable) onChange(null);
      }}
      onBlur={() => setDraft(undefined)}
      onKeyDown={(event) => {
        const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
        if (direction === 0 || (disabled !== undefined && disabled !== false)) return;
        event.preventDefault();
        setDraft(undefined);
        onChange(stepNumber(value, direction * step * (event.shiftKey ? 10 : 1), limits));
      }}
    />
  );
}
