import "./split-pane.css";
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { classNames } from "./class-names.ts";

export interface SplitPaneProps {
  /** `row`: side by side. */
  readonly direction: "row" | "column";
  /** Which of the two has the size; the other takes what is left. */
  readonly sized: "start" | "end";
  readonly sizePx: number;
  readonly onResize: (sizePx: number) => void;
  readonly minPx?: number | undefined;
  readonly maxPx?: number | undefined;
  /** A double press, or Enter, goes back to it. */
  readonly defaultPx?: number | undefined;
  /** Hides the sized pane and the divider; both panes stay mounted. */
  readonly collapsed?: boolean | undefined;
  /** What the divider moves, e.g. `Width of the inspector`. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: readonly [start: ReactNode, end: ReactNode];
}

const stepPx = 16;

/** Arrows move the divider by 16 pixels, Home and End to its limits. */
export function SplitPane({
  direction,
  sized,
  sizePx,
  onResize,
  minPx = 120,
  maxPx = 1200,
  defaultPx,
  collapsed = false,
  label,
  className,
  children,
}: SplitPaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly at: number; readonly size: number }>(undefined);
  const sign = sized === "start" ? 1 : -1;
  const resize = (size: number): void => {
    const room = direction === "row" ? host.current?.clientWidth : host.current?.clientHeight;
    const limit = Math.max(minPx, Math.min(maxPx, (room ?? Infinity) - 80));
    onResize(Math.round(Math.min(limit, Math.max(minPx, size))));
  };
  const place = (event: PointerEvent): number => (direction === "row" ? event.clientX : event.clientY);
  const keyDown = (event: KeyboardEvent): void => {
    const [less, more] = direction === "row" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const next =
      event.key === less
        ? sizePx - stepPx * sign
        : event.key === more
          ? sizePx + stepPx * sign
          : event.key === "Home"
            ? minPx
            : event.key === "End"
              ? maxPx
              : event.key === "Enter"
                ? defaultPx
                : undefined;
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  };
  const pane = (which: "start" | "end", content: ReactNode) => (
    <div
      className={classNames("ui-split-pane-part", which === sized && "ui-split-pane-sized")}
      hidden={which === sized && collapsed}
      style={which === sized ? { flexBasis: sizePx } : undefined}
    >
      {content}
    </div>
  );
  return (
    <div ref={host} className={classNames("ui-split-pane", `ui-split-pane-${direction}`, className)}>
      {pane("start", children[0])}
      <div
        role="separator"
        tabIndex={0}
        hidden={collapsed}
        aria-label={label}
        aria-orientation={direction === "row" ? "vertical" : "horizontal"}
        aria-valuenow={sizePx}
        aria-valuemin={minPx}
        aria-valuemax={maxPx}
        aria-valuetext={`${sizePx} pixels`}
        className="ui-split-pane-divider"
        onKeyDown={keyDown}
        onDoubleClick={() => {
          if (defaultPx !== undefined) resize(defaultPx);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { at: place(event), size: sizePx };
        }}
        onPointerMove={(event) => {
          if (drag.current !== undefined) resize(drag.current.size + (place(event) - drag.current.at) * sign);
        }}
        onLostPointerCapture={() => {
          drag.current = undefined;
        }}
      />
      {pane("end", children[1])}
    </div>
  );
}
