import "./popover.css";
import { useLayoutEffect, useRef, useState, type PointerEvent, type ReactNode, type Ref, type RefObject } from "react";
import { classNames } from "./class-names.ts";
import { focusFirst } from "./first-focus.ts";
import type { Placement } from "./place.ts";
import { useFloating, type Anchor } from "./use-floating.ts";

export interface PopoverProps {
  readonly open: boolean;
  /** Also called by Escape and by a press outside. */
  readonly onClose: () => void;
  readonly anchor: Anchor;
  readonly placement?: Placement | undefined;
  readonly label: string;
  /** `dialog` when not given. */
  readonly role?: "dialog" | "menu" | "listbox" | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Floats in the top layer; takes the focus (`data-autofocus`, or its first control) and gives it back. */
export function Popover({ open, ...rest }: PopoverProps) {
  return open ? <Shown {...rest} /> : null;
}

function Shown({
  onClose,
  anchor,
  placement = "bottom-start",
  label,
  role = "dialog",
  className,
  children,
}: Omit<PopoverProps, "open">) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = element.current;
    if (shown === null) return undefined;
    shown.showPopover();
    focusFirst(shown, ["*"]);
    // Hidden while it is still in the page: the browser then gives the focus back.
    return () => shown.hidePopover();
  }, []);
  useFloating(element, anchor, placement);
  return (
    <div
      ref={element}
      popover="auto"
      role={role}
      aria-label={label}
      tabIndex={-1}
      className={classNames("ui-popover", className)}
      onToggle={(event) => {
        if (event.target === element.current && event.newState === "closed") onClose();
      }}
    >
      {children}
    </div>
  );
}

export interface PopoverState {
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly anchor: RefObject<HTMLButtonElement | null>;
  /** Spread onto the button that opens it. */
  readonly trigger: {
    readonly ref: Ref<HTMLButtonElement>;
    readonly "aria-haspopup": "dialog" | "menu";
    readonly "aria-expanded": boolean;
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onClick: () => void;
  };
}

/** State and trigger of a popover; a press on the trigger of an open one only closes it. */
export function usePopover(kind: "dialog" | "menu" = "dialog"): PopoverState {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  return {
    open,
    setOpen,
    anchor,
    trigger: {
      ref: anchor,
      "aria-haspopup": kind,
      "aria-expanded": open,
      // The browser closes it between press and click.
      onPointerDown: () => {
        wasOpen.current = open;
      },
      onClick: () => {
        setOpen(!open && !wasOpen.current);
        wasOpen.current = false;
      },
    },
  };
}
