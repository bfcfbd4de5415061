/** A handle on a drawn time line: dragged, or moved with the arrow keys. */
import { useRef } from "react";
import { durationWords } from "../model/duration-words.ts";
import { snapDuration, stepDuration } from "./nice-duration.ts";

export interface SliderHandleProps {
  /** "End of the window". */
  readonly label: string;
  readonly valueMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly x: number;
  /** Of the handle beside it: where they are close, each is taken by its own half of the way between. */
  readonly besideX?: number | undefined;
  readonly top: number;
  readonly bottom: number;
  readonly pxPerMs: number;
  /** Time that is seen, for the grid. */
  readonly spanMs: number;
  /** -1: further to the left is more. */
  readonly direction?: 1 | -1 | undefined;
  readonly onChange: (ms: number) => void;
  /** The scale stays as it is while something is dragged. */
  readonly onDragging: (dragging: boolean) => void;
  readonly disabled: boolean;
}

/** As far from its line a handle is taken. */
const REACH_PX = 7;
const MAX_MS = 366 * 86_400_000;

export function SliderHandle(props: SliderHandleProps) {
  const {
    label,
    valueMs,
    minMs,
    maxMs,
    x,
    besideX,
    top,
    bottom,
    pxPerMs,
    spanMs,
    direction = 1,
    onChange,
    onDragging,
    disabled,
  } = props;
  const start = useRef<{ readonly clientX: number; readonly ms: number } | null>(null);
  const half = besideX === undefined ? REACH_PX : Math.min(REACH_PX, Math.abs(besideX - x) / 2);
  const left = besideX !== undefined && besideX < x ? half : REACH_PX;
  const right = besideX !== undefined && besideX > x ? half : REACH_PX;
  const within = (ms: number): number => Math.min(Math.min(maxMs, MAX_MS), Math.max(minMs, ms));
  const stop = (): void => {
    if (start.current === null) return;
    start.current = null;
    onDragging(false);
  };
  return (
    <g
      role="slider"
      tabIndex={disabled ? -1 : 0}
      className="time-handle"
      aria-label={label}
      aria-valuemin={minMs}
      aria-valuemax={Math.min(maxMs, MAX_MS)}
      aria-valuenow={valueMs}
      aria-valuetext={durationWords(valueMs)}
      aria-disabled={disabled || undefined}
      onPointerDown={(event) => {
        if (disabled || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { clientX: event.clientX, ms: valueMs };
        onDragging(true);
      }}
      onPointerMove={(event) => {
        if (start.current === null) return;
        const by = ((event.clientX - start.current.clientX) / pxPerMs) * direction;
        const next = within(snapDuration(start.current.ms + by, spanMs));
        if (next !== valueMs) onChange(next);
      }}
      onPointerUp={stop}
      onPointerCancel={stop}
      onKeyDown={(event) => {
        if (disabled) return;
        const more = direction === 1 ? "ArrowRight" : "ArrowLeft";
        const less = direction === 1 ? "ArrowLeft" : "ArrowRight";
        let next: number | undefined;
        if (event.key === more || event.key === "ArrowUp") next = stepDuration(valueMs, 1);
        else if (event.key === less || event.key === "ArrowDown") next = stepDuration(valueMs, -1);
        else if (event.key === "Home") next = minMs;
        if (next === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onChange(within(next));
      }}
    >
      <rect className="time-handle-reach" x={x - left} y={top - 4} width={left + right} height={bottom - top + 8} />
      <line className="time-handle-line" x1={x} x2={x} y1={top} y2={bottom} />
      <rect className="time-handle-grip" x={x - 3} y={(top + bottom) / 2 - 7} width={6} height={14} rx={3} />
    </g>
  );
}
