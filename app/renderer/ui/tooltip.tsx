import "./tooltip.css";
import {
  cloneElement,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from "react";
import { Kbd } from "./kbd.tsx";
import type { Placement } from "./place.ts";
import { useFloating } from "./use-floating.ts";

const delayMs = 450;
const graceMs = 300;
/** When the last tooltip went: the next one comes without delay while a person moves along a toolbar. */
let lastHidden = -Infinity;

export interface TooltipProps {
  readonly text: ReactNode;
  readonly shortcut?: string | undefined;
  readonly placement?: Placement | undefined;
  /** False where the text only repeats the accessible name. */
  readonly describes?: boolean | undefined;
  readonly children: ReactElement<{ "aria-describedby"?: string | undefined }>;
}

/** A short text beside a control on hover (after a delay) and on keyboard focus (at once). Escape hides it. Never holds controls. */
export function Tooltip({ text, shortcut, placement = "bottom", describes = true, children }: TooltipProps) {
  const id = useId();
  const host = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(false);
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const show = (afterMs: number): void => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setShown(true), afterMs);
  };
  const hide = (): void => {
    window.clearTimeout(timer.current);
    if (shown) lastHidden = performance.now();
    setShown(false);
  };
  const described = [children.props["aria-describedby"], shown && describes ? id : undefined].filter(
    (part) => part !== undefined,
  );
  return (
    <span
      ref={host}
      className="ui-tooltip-host"
      onPointerEnter={(event) => {
        if (event.pointerType !== "touch") show(performance.now() - lastHidden < graceMs ? 0 : delayMs);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => {
        if (event.target.matches(":focus-visible")) show(0);
      }}
      onBlur={hide}
      onKeyDown={(event) => {
        if (!shown) return;
        if (event.key === "Escape") event.stopPropagation();
        hide();
      }}
    >
      {described.length === 0 ? children : cloneElement(children, { "aria-describedby": described.join(" ") })}
      {shown && (
        <Bubble id={id} host={host} placement={placement}>
          {text}
          {shortcut !== undefined && <Kbd keys={shortcut} />}
        </Bubble>
      )}
    </span>
  );
}

interface BubbleProps {
  readonly id: string;
  readonly host: RefObject<HTMLSpanElement | null>;
  readonly placement: Placement;
  readonly children: ReactNode;
}

function Bubble({ id, host, placement, children }: BubbleProps) {
  const bubble = useRef<HTMLSpanElement>(null);
  const anchor = useRef<Element | null>(null);
  useLayoutEffect(() => {
    anchor.current = host.current?.firstElementChild ?? null;
    const element = bubble.current;
    element?.showPopover();
    return () => element?.hidePopover();
  }, [host]);
  useFloating(bubble, anchor, placement, 6);
  return (
    <span ref={bubble} id={id} role="tooltip" popover="manual" className="ui-tooltip">
      {children}
    </span>
  );
}
