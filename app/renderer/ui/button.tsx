import "./button.css";
import type { ComponentPropsWithRef, MouseEvent, ReactElement } from "react";
import { classNames } from "./class-names.ts";
import { isDisabled, reasonOf, type Disabled } from "./control-props.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";
import { ariaKeys } from "./key-text.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

export interface ButtonLook {
  /** `quiet` when not given. One `primary` a view; `danger` for what cannot be taken back. */
  readonly variant?: "primary" | "line" | "quiet" | "danger" | undefined;
  /** 28 or 24 pixels high; medium when not given. */
  readonly size?: "medium" | "small" | undefined;
  /** Keeps its width and focus, shows a spinner, does nothing. */
  readonly loading?: boolean | undefined;
  /** A reason keeps the button in the tab order and shows as its tooltip. */
  readonly disabled?: Disabled;
  readonly tooltip?: string | undefined;
  /** Shown in the tooltip, e.g. `Mod+K`. */
  readonly shortcut?: string | undefined;
}

export interface ButtonProps extends ButtonLook, Omit<ComponentPropsWithRef<"button">, "disabled" | "title"> {
  readonly icon?: IconName | undefined;
  readonly iconFilled?: boolean | undefined;
  readonly iconEnd?: IconName | undefined;
}

export function Button({ icon, iconFilled, iconEnd, children, ...rest }: ButtonProps) {
  const start = icon !== undefined && <Icon name={icon} filled={iconFilled} />;
  return (
    <ButtonBase {...rest} shape="text">
      {start}
      {children !== undefined && <span className="ui-button-text">{children}</span>}
      {iconEnd !== undefined && <Icon name={iconEnd} size={14} className="ui-button-end" />}
    </ButtonBase>
  );
}

export interface IconButtonProps
  extends ButtonLook, Omit<ComponentPropsWithRef<"button">, "disabled" | "title" | "children"> {
  readonly icon: IconName;
  readonly iconFilled?: boolean | undefined;
  /** The name; also the tooltip. */
  readonly label: string;
}

/** A square button of one icon; `aria-pressed` makes it a toggle. */
export function IconButton({ icon, iconFilled, label, tooltip, ...rest }: IconButtonProps) {
  return (
    <ButtonBase
      {...rest}
      aria-label={label}
      shape="icon"
      tooltip={tooltip ?? label}
      tooltipDescribes={tooltip !== undefined}
    >
      <Icon name={icon} filled={iconFilled} />
    </ButtonBase>
  );
}

interface BaseProps extends ButtonLook, Omit<ComponentPropsWithRef<"button">, "disabled" | "title"> {
  readonly shape: "text" | "icon";
  readonly tooltipDescribes?: boolean | undefined;
}

function ButtonBase({
  variant = "quiet",
  size = "medium",
  shape,
  loading,
  disabled,
  tooltip,
  tooltipDescribes,
  shortcut,
  className,
  onClick,
  children,
  ...rest
}: BaseProps) {
  const reason = reasonOf(disabled);
  const inert = loading === true || isDisabled(disabled);
  const click = (event: MouseEvent<HTMLButtonElement>): void => {
    if (inert) event.preventDefault();
    else onClick?.(event);
  };
  const button: ReactElement<{ "aria-describedby"?: string | undefined }> = (
    <button
      type="button"
      {...rest}
      className={classNames(
        "ui-button",
        `ui-button-${variant}`,
        `ui-button-${size}`,
        shape === "icon" && "ui-button-icon",
        className,
      )}
      {...(rest.autoFocus === true && { "data-autofocus": true })}
      disabled={disabled === true}
      aria-disabled={inert || undefined}
      aria-busy={loading === true || undefined}
      aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeys(shortcut)}
      onClick={click}
    >
      {children}
      {loading === true && (
        <span className="ui-button-wait">
          <Spinner size={14} />
        </span>
      )}
    </button>
  );
  const text = reason ?? tooltip;
  if (text === undefined && shortcut === undefined) return button;
  return (
    <Tooltip
      text={text ?? ""}
      shortcut={shortcut}
      describes={reason !== undefined || (tooltipDescribes ?? text !== undefined)}
    >
      {button}
    </Tooltip>
  );
}
