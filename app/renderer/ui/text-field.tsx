import "./text-field.css";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { controlProps, isDisabled, reasonOf, type ControlProps, type Disabled } from "./control-props.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

type Native = Omit<
  ComponentPropsWithRef<"input">,
  "value" | "onChange" | "disabled" | "size" | "title" | keyof ControlProps
>;

export interface TextFieldProps extends ControlProps, Native {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly icon?: IconName | undefined;
  /** After the text: a unit, a type, a key. */
  readonly suffix?: ReactNode;
  /** Code and data: JetBrains Mono. */
  readonly mono?: boolean | undefined;
  readonly size?: "medium" | "small" | undefined;
  readonly disabled?: Disabled;
  readonly loading?: boolean | undefined;
}

export function TextField({
  value,
  onChange,
  icon,
  suffix,
  mono,
  size = "medium",
  disabled,
  loading,
  className,
  ...rest
}: TextFieldProps) {
  const reason = reasonOf(disabled);
  const off = isDisabled(disabled);
  const box = (
    <span
      className={classNames(
        "ui-text-field",
        `ui-text-field-${size}`,
        mono && "ui-text-field-mono",
        off && "ui-text-field-off",
        className,
      )}
      data-invalid={rest["aria-invalid"] === true || undefined}
    >
      {icon !== undefined && <Icon name={icon} size={size === "small" ? 14 : 16} className="ui-text-field-icon" />}
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        {...rest}
        {...controlProps(rest)}
        {...(rest.autoFocus === true && { "data-autofocus": true })}
        className="ui-text-field-input"
        value={value}
        disabled={disabled === true}
        readOnly={rest.readOnly === true || reason !== undefined}
        aria-disabled={off || undefined}
        aria-busy={loading === true || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {loading === true && <Spinner size={14} />}
      {suffix !== undefined && <span className="ui-text-field-suffix">{suffix}</span>}
    </span>
  );
  return reason === undefined ? box : <Tooltip text={reason}>{box}</Tooltip>;
}
