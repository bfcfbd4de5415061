/** Draws the line of stream time on a canvas: thousands of records stay one picture. Colours come from the stylesheet. */
import type { TimeScale } from "../../ui/time-scale.ts";
import { windowState } from "../preview-step.ts";
import type { Timeline, WindowLane } from "./timeline.ts";

export interface TimelineColours {
  readonly window: string;
  readonly late: string;
  readonly tick: string;
  /** Of a source, by its place in the pipeline. */
  readonly source: (node: string) => string;
}

export interface DrawOptions {
  readonly scale: TimeScale;
  readonly width: number;
  readonly lanes: LaneBox;
  readonly step: number | null;
  readonly lit: number | null;
  readonly accent: string;
  readonly colours: TimelineColours;
}

export interface LaneBox {
  readonly topPx: number;
  readonly laneHeights: readonly number[];
  readonly recordsTopPx: number;
}

const MANY_LATE = 30;
const LANE_PX = 14;
const LANE_GAP_PX = 4;
export const RECORDS_PX = 14;

export function laneBox(lanes: readonly WindowLane[], topPx: number): LaneBox {
  const laneHeights = lanes.map(({ rows }) => (rows === 1 ? LANE_PX : LANE_PX + 4 * (rows - 1)));
  const below = laneHeights.reduce((sum, height) => sum + height + LANE_GAP_PX, topPx);
  return { topPx, laneHeights, recordsTopPx: below + 2 };
}

export function heightOf({ recordsTopPx }: LaneBox): number {
  return recordsTopPx + RECORDS_PX;
}

export function drawTimeline(context: CanvasRenderingContext2D, timeline: Timeline, options: DrawOptions): void {
  const { width, lanes } = options;
  context.clearRect(0, 0, width, heightOf(lanes));
  let topPx = lanes.topPx;
  for (const [index, lane] of timeline.lanes.entries()) {
    const height = lanes.laneHeights[index] ?? LANE_PX;
    drawLane(context, lane, topPx, height, options);
    topPx += height + LANE_GAP_PX;
  }
  drawRecords(context, timeline, options);
  context.globalAlpha = 1;
}

const opacity = { ahead: 0.08, open: 0.46, closed: 0.2 } as const;

function drawLane(
  context: CanvasRenderingContext2D,
  { windows, late, rows }: WindowLane,
  topPx: number,
  height: number,
  { scale, step, colours }: DrawOptions,
): void {
  const rowHeight = (height - (rows - 1) * 2) / rows;
  context.fillStyle = colours.window;
  for (const { window, row } of windows) {
    const x = scale.x(window.startMs);
    const length = Math.max(1, scale.x(window.endMs) - x - 2);
    context.globalAlpha = opacity[windowState(window, step)];
    context.beginPath();
    context.roundRect(x + 1, topPx + row * (rowHeight + 2), length, rowHeight, Math.min(3, length / 2, rowHeight / 2));
    context.fill();
  }
  // Many late records are a cloud, in which single ones must not shout.
  context.globalAlpha = late.length > MANY_LATE ? 0.6 : 1;
  context.strokeStyle = colours.late;
  context.lineWidth = 1.5;
  for (const { step: at, atMs } of late) {
    if (step !== null && at > step) continue;
    context.beginPath();
    context.arc(scale.x(atMs), topPx + height / 2, 3, 0, Math.PI * 2);
    context.stroke();
  }
}

function drawRecords(
  context: CanvasRenderingContext2D,
  { marks }: Timeline,
  { scale, lanes, step, lit, accent, colours }: DrawOptions,
): void {
  for (const { step: at, atMs, node } of marks) {
    if (step !== null && at > step) break;
    context.globalAlpha = lit === at ? 1 : 0.85;
    context.fillStyle = lit === at ? accent : colours.source(node);
    const x = Math.round(scale.x(atMs));
    // A little apart, so that records of one instant do not hide each other.
    context.fillRect(x, lanes.recordsTopPx + ((at * 7) % 5), 2, lit === at ? 10 : 8);
  }
}
