import "./segmented.css";
import { classNames } from "./class-names.ts";
import { controlProps, isDisabled, reasonOf, type ControlProps, type Disabled } from "./control-props.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { Tooltip } from "./tooltip.tsx";
import { moveFocus } from "./use-roving.ts";

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly disabled?: Disabled;
}

export interface SegmentedProps<Value extends string> extends ControlProps {
  readonly value: Value | undefined;
  readonly options: readonly SegmentedOption<Value>[];
  readonly onChange: (value: Value) => void;
  /** Every segment takes the same share of the width. */
  readonly fill?: boolean | undefined;
  readonly size?: "medium" | "small" | undefined;
  readonly disabled?: boolean | undefined;
  /** Only icons; the label becomes name and tooltip. */
  readonly iconsOnly?: boolean | undefined;
}

/** One of a few, all of them in sight (at most five). Arrows choose. */
export function Segmented<Value extends string>({
  value,
  options,
  onChange,
  fill,
  size = "medium",
  disabled,
  iconsOnly,
  ...names
}: SegmentedProps<Value>) {
  const chosen = options.some((option) => option.value === value && disabled !== true)
    ? value
    : options.find((option) => !isDisabled(option.disabled))?.value;
  return (
    <div
      {...controlProps(names)}
      role="radiogroup"
      aria-disabled={disabled || undefined}
      className={classNames("ui-segmented", fill && "ui-segmented-fill", `ui-segmented-${size}`)}
      onKeyDown={(event) =>
        moveFocus(
          event,
          "[role=radio]",
          event.key === "ArrowUp" || event.key === "ArrowDown" ? "vertical" : "horizontal",
        )?.click()
      }
    >
      {options.map((option) => {
        const off = disabled === true || isDisabled(option.disabled);
        const button = (
          <button
            key={option.value}
            type="button"
            role="radio"
            aria-checked={option.value === value}
            aria-disabled={off || undefined}
            aria-label={iconsOnly === true ? option.label : undefined}
            tabIndex={option.value === chosen ? 0 : -1}
            className="ui-segmented-option"
            onClick={() => {
              if (!off && option.value !== value) onChange(option.value);
            }}
          >
            {option.icon !== undefined && <Icon name={option.icon} size={14} />}
            {iconsOnly !== true && option.label}
          </button>
        );
        const text = reasonOf(option.disabled) ?? (iconsOnly === true ? option.label : undefined);
        return text === undefined ? (
          button
        ) : (
          <Tooltip key={option.value} text={text} describes={!(iconsOnly === true)}>
            {button}
          </Tooltip>
        );
      })}
    </div>
  );
}
