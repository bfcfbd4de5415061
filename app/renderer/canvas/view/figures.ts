/** What nodes and edges do now, as short texts: from a run where there is one, else from the preview. */
import type { PreviewResult } from "../../../../shared/protocol/preview.ts";
import type { RunState } from "../../stores/runs.ts";

/** 950, 1.2 k, 38 k, 4.1 M. */
export function countText(count: number): string {
  if (count < 1000) return String(Math.round(count));
  const [value, unit] = count < 1e6 ? [count / 1000, "k"] : count < 1e9 ? [count / 1e6, "M"] : [count / 1e9, "G"];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** "84 /s", "1.2 k/s", "0.4 /s". */
export function rateText(perSecond: number): string {
  if (perSecond > 0 && perSecond < 9.95)
    return `${perSecond < 0.05 ? "<0.1" : perSecond.toFixed(1).replace(/\.0$/, "")} /s`;
  const text = countText(perSecond);
  return text.includes(" ") ? `${text}/s` : `${text} /s`;
}

export interface Figure {
  /** The main one: a rate or a number of records. */
  readonly main: string;
  /** The one that matters besides; empty where none does. */
  readonly more: string;
  readonly tone: "plain" | "warn" | "bad";
}

interface Counters {
  readonly failed: number;
  readonly deadLettered: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly stateEntries: number;
}

/** One string, so that a component renders again only when it reads differently: `main|more|tone`. */
export function runFigure({ snapshot, rates }: RunState, node: string, isSource: boolean): string | null {
  const counters = snapshot.nodes[node];
  const rate = rates.get(node);
  if (counters === undefined) return null;
  const out = (rate?.out ?? []).reduce((sum, value) => sum + value, 0);
  const running = snapshot.state === "running" || snapshot.state === "starting";
  const total = Math.max(
    counters.recordsIn,
    counters.recordsOut.reduce((sum, count) => sum + count, 0),
  );
  const main = running ? rateText(Math.max(rate?.in ?? 0, out)) : countText(total);
  const lag = isSource && snapshot.lag !== null ? { text: `lag ${countText(snapshot.lag)}`, tone: "plain" } : null;
  return pack(main, counters, lag);
}

export function previewFigure(result: PreviewResult, node: string): string | null {
  const counters = result.nodes[node];
  if (counters === undefined) return null;
  const out = counters.recordsOut.reduce((sum, count) => sum + count, 0);
  const both = counters.recordsIn > 0 && counters.recordsOut.length > 0 && out !== counters.recordsIn;
  const main = both
    ? `${countText(counters.recordsIn)} → ${countText(out)}`
    : `${countText(Math.max(out, counters.recordsIn))} ${Math.max(out, counters.recordsIn) === 1 ? "record" : "records"}`;
  return pack(main, counters, null);
}

/** Failures first, then what came late, then what is kept. */
function pack(main: string, counters: Counters, lag: { readonly text: string; readonly tone: string } | null): string {
  const { failed, deadLettered, dropped, stateEntries } = counters;
  const late = Object.entries(dropped).reduce((sum, [reason, count]) => (/late/i.test(reason) ? sum + count : sum), 0);
  const wrong = Math.max(failed, deadLettered);
  const [more, tone] =
    wrong > 0
      ? [`${countText(wrong)} failed`, "bad"]
      : late > 0
        ? [`${countText(late)} late`, "warn"]
        : lag !== null
          ? [lag.text, lag.tone]
          : stateEntries > 0
            ? [`${countText(stateEntries)} ${stateEntries === 1 ? "key" : "keys"}`, "plain"]
            : ["", "plain"];
  return `${main}|${more}|${tone}`;
}

export function unpack(packed: string): Figure {
  const [main = "", more = "", tone = "plain"] = packed.split("|");
  return { main, more, tone: tone === "bad" || tone === "warn" ? tone : "plain" };
}

/** A line through the last minute, in a box of the given size; null where there is nothing to see. */
export function sparkPath(points: readonly number[], width: number, height: number): string | null {
  if (points.length < 2) return null;
  const most = Math.max(...points);
  if (most === 0) return null;
  const step = width / (points.length - 1);
  return points
    .map(
      (value, index) =>
        `${index === 0 ? "M" : "L"}${(index * step).toFixed(1)} ${(height - 1 - (value / most) * (height - 2)).toFixed(1)}`,
    )
    .join("");
}
