/** The drawing of an aggregate's windows with its handles. */
import { durationShort } from "../model/duration-words.ts";
import { durationText } from "./nice-duration.ts";
import { SliderHandle } from "./slider-handle.tsx";
import { useHeld, useWidth } from "./use-scale.ts";

export interface WindowDrawingProps {
  readonly hopping: boolean;
  readonly sizeMs: number;
  readonly advanceMs: number;
  readonly graceMs: number;
  /** Results leave when a window closes, else at every change. */
  readonly onClose: boolean;
  readonly readOnly: boolean;
  readonly onSize: (ms: number) => void;
  readonly onAdvance: (ms: number) => void;
  readonly onGrace: (ms: number) => void;
}

const BAR = 18;
const GAP = 5;
const TOP = 20;
/** Records as they might come, in parts of a window. */
const records = [0.12, 0.3, 0.42, 0.71, 0.9] as const;

export function WindowDrawing(props: WindowDrawingProps) {
  const { hopping, sizeMs, advanceMs, graceMs, onClose, readOnly, onSize, onAdvance, onGrace } = props;
  const [host, width] = useWidth();
  const step = hopping ? Math.min(advanceMs, sizeMs) || sizeMs : sizeMs;
  const count = hopping ? Math.min(4, Math.max(2, Math.ceil(sizeMs / step) + 1)) : 3;
  const lanes = hopping ? count : 1;
  const lastEnd = (hopping ? (count - 1) * step : 2 * sizeMs) + sizeMs;
  const [spanMs, hold] = useHeld(
    Math.max(1000, hopping ? lastEnd * 1.04 : Math.max(lastEnd, sizeMs + graceMs) * 1.04, (sizeMs + graceMs) * 1.12),
  );
  const pxPerMs = (width - 16) / spanMs;
  const x = (ms: number): number => 8 + ms * pxPerMs;
  const y = (lane: number): number => TOP + lane * (BAR + GAP);
  const bottom = y(lanes - 1) + BAR;
  const height = bottom + 22;
  const short = (ms: number): string => durationShort(durationText(ms));
  const handle = { pxPerMs, spanMs, onDragging: hold, disabled: readOnly };
  const closeX = x(sizeMs + graceMs);
  // Without grace its handle stands beside the end, to be pulled out.
  const graceX = closeX + (graceMs === 0 ? 10 : 0);
  return (
    <div className="time-line ui-kind-window" ref={host}>
      <svg height={height} viewBox={`0 0 ${width} ${height}`}>
        {Array.from({ length: count }, (_, i) => (
          <rect
            key={i}
            className={i === 0 ? "time-line-window" : "time-line-window time-line-window-quiet"}
            x={x(i * step) + (hopping || i === 0 ? 0 : 1)}
            y={y(hopping ? i : 0)}
            width={Math.max(2, sizeMs * pxPerMs - 1)}
            height={BAR}
            rx={3}
          />
        ))}
        {graceMs > 0 && (
          <rect
            className="time-line-grace"
            x={x(sizeMs)}
            y={y(0) + 0.5}
            width={Math.max(2, graceMs * pxPerMs)}
            height={BAR - 1}
            rx={3}
          />
        )}
        {records.map((at) => (
          <circle key={at} className="time-line-record" cx={x(at * sizeMs)} cy={y(0) + BAR / 2} r={2.5} />
        ))}
        {onClose ? (
          <path className="time-line-emit" d={diamond(closeX, y(0) - 6)} />
        ) : (
          records.map((at) => <path key={at} className="time-line-emit" d={diamond(x(at * sizeMs), y(0) - 6, 2.5)} />)
        )}
        <text x={onClose ? Math.min(closeX + 8, width - 44) : x(0.9 * sizeMs) + 8} y={y(0) - 2}>
          {onClose ? "result" : "results"}
        </text>
        <text x={x(0)} y={height - 6}>
          0 s
        </text>
        {hopping && step * pxPerMs > 34 && (
          <text x={x(step)} y={height - 6} textAnchor="middle">
            {short(advanceMs)}
          </text>
        )}
        <text x={x(sizeMs)} y={height - 6} textAnchor="middle">
          {short(sizeMs)}
        </text>
        {graceMs > 0 && (
          <text x={Math.min(x(sizeMs) + 26, width - 84)} y={height - 6}>
            + {short(graceMs)} grace
          </text>
        )}
        {hopping && (
          <SliderHandle
            {...handle}
            label="Advance"
            x={x(step)}
            top={y(1)}
            bottom={y(1) + BAR}
            valueMs={advanceMs}
            minMs={1}
            maxMs={sizeMs}
            onChange={onAdvance}
          />
        )}
        <SliderHandle
          {...handle}
          label="End of the window"
          x={x(sizeMs)}
          besideX={graceX}
          top={y(0)}
          bottom={y(0) + BAR}
          valueMs={sizeMs}
          minMs={1}
          maxMs={Infinity}
          onChange={onSize}
        />
        <SliderHandle
          {...handle}
          label="End of the grace"
          x={graceX}
          besideX={x(sizeMs)}
          top={y(0)}
          bottom={y(0) + BAR}
          valueMs={graceMs}
          minMs={0}
          maxMs={Infinity}
          onChange={onGrace}
        />
      </svg>
    </div>
  );
}

function diamond(x: number, y: number, r = 4): string {
  return `M${x} ${y - r} L${x + r} ${y} L${x} ${y + r} L${x - r} ${y} Z`;
}
