import "./field.css";
import { useId, type ReactNode } from "react";
import { classNames } from "./class-names.ts";
import type { ControlProps } from "./control-props.ts";
import { Icon } from "./icon.tsx";

export interface FieldProps {
  readonly label: string;
  /** Right of the label: what the value means now, in a few words. */
  readonly note?: ReactNode;
  /** Below the control. */
  readonly help?: ReactNode;
  /** Takes the place of the help. */
  readonly error?: ReactNode;
  readonly warning?: ReactNode;
  readonly required?: boolean | undefined;
  /** False drops the row below the control; errors then push what follows. */
  readonly reserve?: boolean | undefined;
  /** Label left, control right. */
  readonly inline?: boolean | undefined;
  /** Spread what it is given onto the control. */
  readonly children: (control: ControlProps) => ReactNode;
}

/** Label, control, and one row below that is always there, so that help and errors move nothing. */
export function Field({ label, note, help, error, warning, required, reserve = true, inline, children }: FieldProps) {
  const id = useId();
  const says = error ?? warning ?? help;
  const tone = error !== undefined ? "error" : warning !== undefined ? "warning" : "help";
  const control: ControlProps = {
    id,
    "aria-labelledby": `${id}-label`,
    "aria-describedby": says === undefined ? (note === undefined ? undefined : `${id}-note`) : `${id}-says`,
    "aria-invalid": error !== undefined || undefined,
    "aria-required": required,
  };
  return (
    <div className={classNames("ui-field", inline && "ui-field-inline")}>
      <div className="ui-field-head">
        <label className="ui-field-label" id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
        {note !== undefined && (
          <span className="ui-field-note" id={`${id}-note`}>
            {note}
          </span>
        )}
      </div>
      <div className="ui-field-control">{children(control)}</div>
      {(reserve || says !== undefined) && (
        <div
          className={`ui-field-says ui-field-${tone}`}
          id={`${id}-says`}
          aria-live={error === undefined ? undefined : "polite"}
        >
          {tone !== "help" && <Icon name={tone === "error" ? "circle-alert" : "triangle-alert"} size={12} />}
          <span>{says}</span>
        </div>
      )}
    </div>
  );
}
