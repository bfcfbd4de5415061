import "./select.css";
import { classNames } from "./class-names.ts";
import { controlProps, isDisabled, reasonOf, type ControlProps, type Disabled } from "./control-props.ts";
import { Icon } from "./icon.tsx";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly group?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface SelectProps<Value extends string> extends ControlProps {
  /** Undefined shows the placeholder. */
  readonly value: Value | undefined;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string | undefined;
  readonly size?: "medium" | "small" | undefined;
  readonly disabled?: Disabled;
  readonly loading?: boolean | undefined;
  readonly className?: string | undefined;
}

/** The platform's own list, for up to a dozen options; `Combobox` where one wants to search. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  placeholder,
  size = "medium",
  disabled,
  loading,
  className,
  ...names
}: SelectProps<Value>) {
  const groups = [...Map.groupBy(options, (option) => option.group ?? "")];
  const reason = reasonOf(disabled);
  const box = (
    <span className={classNames("ui-select", `ui-select-${size}`, isDisabled(disabled) && "ui-select-off", className)}>
      <select
        {...controlProps(names)}
        className={classNames("ui-select-native", value === undefined && "ui-select-empty")}
        value={value ?? ""}
        disabled={isDisabled(disabled) || loading === true}
        aria-busy={loading === true || undefined}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {value === undefined && (
          <option value="" disabled>
            {placeholder ?? "Choose"}
          </option>
        )}
        {groups.map(([group, members]) => {
          const list = members.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ));
          return group === "" ? (
            list
          ) : (
            <optgroup key={group} label={group}>
              {list}
            </optgroup>
          );
        })}
      </select>
      <span className="ui-select-sign">
        {loading === true ? <Spinner size={14} /> : <Icon name="chevron-down" size={14} />}
      </span>
    </span>
  );
  return reason === undefined ? box : <Tooltip text={reason}>{box}</Tooltip>;
}
