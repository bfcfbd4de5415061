import "./switch.css";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { controlProps, isDisabled, reasonOf, type ControlProps, type Disabled } from "./control-props.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

export interface SwitchProps extends ControlProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children?: ReactNode;
  readonly disabled?: Disabled;
  /** The change is under way. */
  readonly loading?: boolean | undefined;
}

/** For what acts at once; a `Checkbox` for what belongs to a form. */
export function Switch({ checked, onChange, children, disabled, loading, ...names }: SwitchProps) {
  const off = isDisabled(disabled) || loading === true;
  const reason = reasonOf(disabled);
  const box = (
    <label className={classNames("ui-switch", isDisabled(disabled) && "ui-switch-off")}>
      <span className="ui-switch-track">
        <input
          {...controlProps(names)}
          type="checkbox"
          role="switch"
          className="ui-switch-input"
          checked={checked}
          disabled={disabled === true}
          aria-disabled={off || undefined}
          aria-busy={loading === true || undefined}
          onChange={(event) => {
            if (!off) onChange(event.target.checked);
          }}
        />
        <span className="ui-switch-thumb">{loading === true && <Spinner size={12} />}</span>
      </span>
      {children !== undefined && <span>{children}</span>}
    </label>
  );
  return reason === undefined ? box : <Tooltip text={reason}>{box}</Tooltip>;
}
