import "./dialog.css";
import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { focusFirst } from "./first-focus.ts";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

export interface DialogProps {
  readonly open: boolean;
  /** Also called by Escape, by the cross, and by a press on the backdrop. */
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly icon?: IconName | undefined;
  readonly tone?: "neutral" | "danger" | undefined;
  /** 400, 560 or 840 pixels wide. */
  readonly size?: "small" | "medium" | "large" | undefined;
  /** Buttons, the one that acts last. `data-autofocus` gets the focus, else the first control of the body, else of the footer. */
  readonly footer?: ReactNode;
  /** False while something must be answered or is under way. */
  readonly dismissable?: boolean | undefined;
  /** No padding, for a list or a grid. */
  readonly flush?: boolean | undefined;
  readonly children?: ReactNode;
}

/** Modal; the focus returns to where it was. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <Shown {...rest} /> : null;
}

function Shown({
  onClose,
  title,
  description,
  icon,
  tone = "neutral",
  size = "medium",
  footer,
  dismissable = true,
  flush,
  children,
}: Omit<DialogProps, "open">) {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog === null) return undefined;
    dialog.showModal();
    focusFirst(dialog, [".ui-dialog-body", ".ui-dialog-foot", "*"]);
    // Closed while it is still in the page: the browser then gives the focus back.
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={`${id}-title`}
      aria-describedby={description === undefined ? undefined : `${id}-description`}
      className={classNames("ui-dialog", `ui-dialog-${size}`)}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        if (dismissable) onClose();
      }}
      onPointerDown={(event) => {
        if (dismissable && event.target === event.currentTarget) onClose();
      }}
    >
      <div className="ui-dialog-box">
        <header className="ui-dialog-head">
          {icon !== undefined && (
            <span className={`ui-dialog-icon ui-dialog-${tone}`}>
              <Icon name={icon} />
            </span>
          )}
          <div className="ui-dialog-titles">
            <h2 id={`${id}-title`} className="ui-dialog-title">
              {title}
            </h2>
            {description !== undefined && (
              <div id={`${id}-description`} className="ui-dialog-description">
                {description}
              </div>
            )}
          </div>
          {dismissable && <IconButton icon="x" label="Close" size="small" onClick={onClose} />}
        </header>
        {children !== undefined && (
          <div className={classNames("ui-dialog-body", flush && "ui-dialog-flush")}>{children}</div>
        )}
        {footer !== undefined && <footer className="ui-dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  );
}
