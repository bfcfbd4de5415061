/** Stream time as a line: windows above, records below, a handle that says up to where the panel shows. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { PreviewResult, PreviewRow } from "../../../../shared/protocol/preview.ts";
import { usePreview, useSession } from "../../stores/session.tsx";
import { useStore } from "zustand";
import { preferencesStore } from "../../stores/preferences.ts";
import { IconButton } from "../../ui/button.tsx";
import { timeScale } from "../../ui/time-scale.ts";
import { streamTimeAt } from "../preview-step.ts";
import { showTime, timeForm } from "../records/show-time.ts";
import { drawTimeline, heightOf, laneBox, type TimelineColours } from "./draw-timeline.ts";
import { makeTimeline, stepAtTime, type Timeline } from "./timeline.ts";
import { usePlayback } from "./use-playback.ts";
import "./scrubber.css";

export interface ScrubberProps {
  readonly result: PreviewResult;
  /** Names of nodes, for those who hear what the lanes are. */
  readonly nameOf: (node: string) => string;
  readonly rowsInto: (node: string) => readonly PreviewRow[];
  /** The only windowed operator whose windows are shown; null: the first few of all. */
  readonly focus: string | null;
}

const MOST_LANES = 3;
const TOP_PX = 10;
const PAGE = 10;

export function Scrubber({ result, nameOf, rowsInto, focus }: ScrubberProps) {
  const { preview } = useSession();
  const step = usePreview((state) => state.step);
  const playing = usePreview((state) => state.playing);
  usePlayback(preview);
  const timeline = useMemo(() => makeTimeline(result, shownNodes(result, focus), rowsInto), [result, focus, rowsInto]);
  const last = result.steps.length - 1;
  const at = step ?? last;
  const form = useMemo(() => timeForm(result.steps.map(({ streamTimeMs }) => streamTimeMs)), [result]);
  const timeMs = streamTimeAt(result, step);
  const play = (): void => {
    if (!playing && step === null) preview.setStep(0);
    preview.setState({ playing: !playing });
  };
  const move = (to: number): void => {
    preview.setState({ playing: false });
    preview.setStep(to);
  };
  return (
    <div className="scrubber">
      <div className="scrubber-tools">
        <IconButton
          size="small"
          icon="skip-back"
          label="One step back"
          shortcut="Alt+ArrowLeft"
          disabled={at <= 0}
          onClick={() => move(at - 1)}
        />
        <IconButton
          size="small"
          icon={playing ? "pause" : "play"}
          label={playing ? "Pause" : "Play stream time"}
          shortcut="Alt+P"
          onClick={play}
        />
        <IconButton
          size="small"
          icon="skip-forward"
          label="One step on"
          shortcut="Alt+ArrowRight"
          disabled={step === null}
          onClick={() => move(at + 1)}
        />
      </div>
      <Track
        result={result}
        timeline={timeline}
        step={step}
        text={`${timeMs === null ? "" : `stream time ${showTime(timeMs, form)}, `}step ${at + 1} of ${last + 1}`}
        onMove={move}
        onPlay={play}
        nameOf={nameOf}
      />
      <output className="scrubber-time" aria-live="off">
        {timeMs !== null && <b>{showTime(timeMs, form)}</b>}
        <span>
          {at + 1} of {last + 1}
        </span>
      </output>
    </div>
  );
}

function shownNodes({ windows }: PreviewResult, focus: string | null): (node: string) => boolean {
  const all = [...new Set(windows.map(({ node }) => node))];
  if (focus !== null && all.includes(focus)) return (node) => node === focus;
  const first = new Set(all.slice(0, MOST_LANES));
  return (node) => first.has(node);
}

interface TrackProps {
  readonly result: PreviewResult;
  readonly timeline: Timeline;
  readonly step: number | null;
  readonly text: string;
  readonly onMove: (step: number) => void;
  readonly onPlay: () => void;
  readonly nameOf: (node: string) => string;
}

function Track({ result, timeline, step, text, onMove, onPlay, nameOf }: TrackProps) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(host);
  const lit = usePreview((state) => state.lit?.step ?? null);
  const theme = useStore(preferencesStore, (state) => state.theme);
  const box = useMemo(() => laneBox(timeline.lanes, TOP_PX), [timeline]);
  const height = heightOf(box) + 4;
  const scale = useMemo(() => timeScale(timeline.fromMs, timeline.toMs, Math.max(1, width - 8)), [timeline, width]);
  const last = result.steps.length - 1;
  const at = step ?? last;

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (element === null || context === null || context === undefined || width === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 4 * ratio, 0);
    const style = getComputedStyle(element);
    const accent = style.getPropertyValue("--accent");
    const options = { scale, width: width - 4, lanes: box, step, lit, accent, colours: coloursOf(style, result) };
    drawTimeline(context, timeline, options);
  }, [timeline, box, scale, width, height, step, lit, theme, result]);

  const seek = (event: PointerEvent<HTMLDivElement>): void => {
    const left = event.currentTarget.getBoundingClientRect().left + 4;
    const to = stepAtTime(result, scale.ms(event.clientX - left));
    onMove(to);
  };
  const pressed = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageUp: at + Math.max(PAGE, Math.round(last / 20)),
      PageDown: at - Math.max(PAGE, Math.round(last / 20)),
      Home: 0,
      End: last,
    };
    const to =
      Object.hasOwn(moves, event.key) && !event.altKey && !event.ctrlKey && !event.metaKey
        ? moves[event.key]
        : undefined;
    if (event.key === " ") onPlay();
    else if (to !== undefined) onMove(to);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const handleMs = Math.min(
    timeline.toMs,
    Math.max(timeline.fromMs, result.steps[at]?.streamTimeMs ?? timeline.fromMs),
  );
  return (
    <div
      ref={host}
      role="slider"
      tabIndex={0}
      aria-label="Stream time"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={at}
      aria-valuetext={text}
      className="scrubber-track"
      style={{ height }}
      onKeyDown={pressed}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        seek(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(event);
      }}
    >
      <canvas ref={canvas} className="scrubber-canvas" aria-hidden="true" />
      {timeline.lanes.length > 1 &&
        timeline.lanes.map(({ node }, index) => (
          <span key={node} className="scrubber-lane-name" style={{ top: laneTop(box, index) }}>
            {nameOf(node)}
          </span>
        ))}
      {width > 0 && <span className="scrubber-handle" style={{ left: 4 + scale.x(handleMs) }} />}
    </div>
  );
}

function laneTop({ topPx, laneHeights }: ReturnType<typeof laneBox>, index: number): number {
  return laneHeights.slice(0, index).reduce((sum, height) => sum + height + 4, topPx);
}

/** Sources in the order in which they read first take turns through colours that lie apart. */
const sourceTokens = ["--k-source", "--k-cdc", "--k-join", "--k-sink", "--k-transform"];

function coloursOf(style: CSSStyleDeclaration, { inputs }: PreviewResult): TimelineColours {
  const colours = new Map(
    Object.keys(inputs).map((node, index) => [
      node,
      style.getPropertyValue(sourceTokens[index % sourceTokens.length] ?? "--k-source"),
    ]),
  );
  const rest = style.getPropertyValue("--k-source");
  return {
    window: style.getPropertyValue("--k-window"),
    late: style.getPropertyValue("--bad"),
    tick: style.getPropertyValue("--text-3"),
    source: (node) => colours.get(node) ?? rest,
  };
}

function useWidth(host: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth));
    watcher.observe(element);
    setWidth(element.clientWidth);
    return () => watcher.disconnect();
  }, [host]);
  return width;
}
