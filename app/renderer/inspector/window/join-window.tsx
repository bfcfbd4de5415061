/** How far apart two records may be, drawn: the left one, when the right one may come, and how long late ones still count. */
import { durationShort, durationWords } from "../model/duration-words.ts";
import { useFormState } from "../model/form.ts";
import { useForm } from "../model/form.ts";
import { Section } from "../node/section.tsx";
import { durationText } from "./nice-duration.ts";
import { SliderHandle } from "./slider-handle.tsx";
import { useHeld, useWidth } from "./use-scale.ts";
import { useDurationMs, WindowValues } from "./window-values.tsx";
import "./window.css";

const TOP = 22;
const BOTTOM = 50;
const HEIGHT = 72;

export interface JoinWindowProps {
  /** What the sides are called: the nodes before. */
  readonly left: string;
  readonly right: string;
}

export function JoinWindow({ left, right }: JoinWindowProps) {
  const form = useForm();
  const readOnly = useFormState((state) => state.readOnly);
  const beforeMs = useDurationMs("", "before", 0);
  const afterMs = useDurationMs("", "after", 0);
  const graceMs = useDurationMs("", "grace", 0);
  const [host, width] = useWidth();
  const sumMs = Math.max(1000, beforeMs + afterMs + graceMs);
  const [scale, hold] = useHeld({ fromMs: -beforeMs - sumMs * 0.14, spanMs: sumMs * 1.5 });
  const pxPerMs = width / scale.spanMs;
  const x = (ms: number): number => (ms - scale.fromMs) * pxPerMs;
  const set = (name: string, title: string) => (ms: number) => form.set(`/${name}`, durationText(ms), title);
  const start = x(-beforeMs);
  const end = x(afterMs);
  const closed = x(afterMs + graceMs);
  // Without grace its handle stands beside the end, to be pulled out.
  const graceX = closed + (graceMs === 0 ? 10 : 0);
  const late = Math.min(width - 6, closed + Math.max(20, (width - closed) * 0.5));
  const pairAt = (Math.max(start, x(0) + 24) + end) / 2;
  // Two names side by side take about 60 pixels; where there is less room the right one stands right of its dot.
  const crowded = pairAt - x(0) < 64;
  const handle = {
    top: TOP,
    bottom: BOTTOM,
    pxPerMs,
    spanMs: scale.spanMs,
    onDragging: hold,
    disabled: readOnly,
    minMs: 0,
    maxMs: Infinity,
  };
  const short = (ms: number): string => durationShort(durationText(ms));
  return (
    <Section title="Window" note={`${right} ${short(beforeMs)} before to ${short(afterMs)} after`} pointer="/after">
      <div className="time-line ui-kind-join" ref={host}>
        <svg height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
          <line className="time-line-axis" x1={0} x2={width} y1={36} y2={36} />
          <rect
            className="time-line-window"
            x={start}
            y={TOP}
            width={Math.max(2, end - start)}
            height={BOTTOM - TOP}
            rx={4}
          />
          {graceMs > 0 && (
            <rect
              className="time-line-grace"
              x={end}
              y={TOP + 0.5}
              width={Math.max(2, closed - end)}
              height={BOTTOM - TOP - 1}
              rx={4}
            />
          )}
          <circle className="time-line-left" cx={x(0)} cy={36} r={4.5} />
          <circle className="time-line-right" cx={pairAt} cy={36} r={3.5} />
          <circle className="time-line-late-record" cx={late} cy={36} r={4} />
          <text
            className="time-line-name"
            x={x(0)}
            y={13}
            textAnchor={crowded ? "end" : x(0) < 40 ? "start" : "middle"}
          >
            {shorten(left)}
          </text>
          <text className="time-line-name" x={pairAt} y={13} textAnchor={crowded ? "start" : "middle"}>
            {shorten(right)}
          </text>
          <text className="time-line-late" x={late} y={13} textAnchor={late > width - 20 ? "end" : "middle"}>
            late
          </text>
          <text x={start} y={66} textAnchor={start < 20 ? "start" : "middle"}>
            {beforeMs === 0 ? "0 s" : `−${short(beforeMs)}`}
          </text>
          <text x={graceMs > 0 ? end - 2 : end} y={66} textAnchor={graceMs > 0 ? "end" : "middle"}>
            {short(afterMs)}
          </text>
          {graceMs > 0 && (
            <text x={end + 6} y={66}>
              + {short(graceMs)} grace
            </text>
          )}
          <SliderHandle
            {...handle}
            label={`Earliest ${right}`}
            direction={-1}
            x={start}
            valueMs={beforeMs}
            onChange={set("before", "before")}
          />
          <SliderHandle
            {...handle}
            label={`Latest ${right}`}
            x={end}
            besideX={graceX}
            valueMs={afterMs}
            onChange={set("after", "after")}
          />
          <SliderHandle
            {...handle}
            label="End of the grace"
            x={graceX}
            besideX={end}
            valueMs={graceMs}
            onChange={set("grace", "grace")}
          />
        </svg>
      </div>
      <p className="window-sentence">
        A record of <b>{right}</b> pairs with one of <b>{left}</b> {sayBounds(beforeMs, afterMs)}.
        {graceMs > 0
          ? ` What comes late is still joined for ${durationWords(graceMs)}.`
          : " What comes late is not joined."}
      </p>
      <WindowValues
        pointer=""
        durations={[
          { name: "before", title: "Before", usual: "0s" },
          { name: "after", title: "After", usual: undefined },
          { name: "grace", title: "Grace", usual: "0s" },
        ]}
      />
    </Section>
  );
}

function sayBounds(beforeMs: number, afterMs: number): string {
  if (beforeMs === 0) return afterMs === 0 ? "of the same time" : `when it is up to ${durationWords(afterMs)} later`;
  if (afterMs === 0) return `when it is up to ${durationWords(beforeMs)} earlier`;
  return `from ${durationWords(beforeMs)} before to ${durationWords(afterMs)} after it`;
}

function shorten(name: string): string {
  return name.length <= 14 ? name : `${name.slice(0, 13)}…`;
}
