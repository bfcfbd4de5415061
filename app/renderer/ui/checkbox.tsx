import "./checkbox.css";
import { useLayoutEffect, useRef, type ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { controlProps, isDisabled, reasonOf, type ControlProps, type Disabled } from "./control-props.ts";
import { Tooltip } from "./tooltip.tsx";

export interface CheckboxProps extends ControlProps {
  /** "mixed" where some of many are. */
  readonly checked: boolean | "mixed";
  readonly onChange: (checked: boolean) => void;
  readonly children?: ReactNode;
  readonly disabled?: Disabled;
}

export function Checkbox({ checked, onChange, children, disabled, ...names }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  const off = isDisabled(disabled);
  const reason = reasonOf(disabled);
  useLayoutEffect(() => {
    if (input.current !== null) input.current.indeterminate = checked === "mixed";
  }, [checked]);
  const box = (
    <label className={classNames("ui-checkbox", off && "ui-checkbox-off")}>
      <input
        {...controlProps(names)}
        ref={input}
        type="checkbox"
        className="ui-checkbox-box"
        checked={checked === true}
        disabled={disabled === true}
        aria-disabled={off || undefined}
        onChange={(event) => {
          if (!off) onChange(event.target.checked);
        }}
      />
      {children !== undefined && <span>{children}</span>}
    </label>
  );
  return reason === undefined ? box : <Tooltip text={reason}>{box}</Tooltip>;
}
