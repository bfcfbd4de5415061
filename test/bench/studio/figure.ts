/** One figure of the studio: what it must be, what it aims at, what was measured. Times in milliseconds. */
export interface Figure {
  readonly name: string;
  readonly mustMs: number;
  readonly aimMs: number;
  /** Best of the runs: other work on the machine only ever makes them longer. */
  readonly measuredMs: number;
  readonly runsMs: readonly number[];
  /** Processor time of the page's main thread in the best run: for an opening all of it, for frames each frame's. */
  readonly cpuMs?: number | undefined;
  /** React Flow, in the same run. */
  readonly peerMs?: number | undefined;
  readonly peerCpuMs?: number | undefined;
}

export interface Timed {
  readonly ms: number;
  readonly cpuMs?: number | undefined;
}

export interface Goal {
  readonly name: string;
  readonly mustMs: number;
  readonly aimMs: number;
}

/** The best of several runs, beside the best of the peer's where there is one. */
export function figureOf(goal: Goal, runs: readonly Timed[], peer: readonly Timed[] = []): Figure {
  const [best, theirs] = [bestOf(runs), bestOf(peer)];
  return {
    ...goal,
    measuredMs: best?.ms ?? Number.NaN,
    runsMs: runs.map(({ ms }) => ms),
    cpuMs: best?.cpuMs,
    peerMs: theirs?.ms,
    peerCpuMs: theirs?.cpuMs,
  };
}

export function bestOf(runs: readonly Timed[]): Timed | undefined {
  return runs.toSorted((a, b) => a.ms - b.ms)[0];
}

export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function toTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, mustMs, aimMs, measuredMs, cpuMs, peerMs, peerCpuMs }) => [
    name,
    text(mustMs),
    text(aimMs),
    text(measuredMs),
    text(cpuMs),
    measuredMs <= aimMs ? "aim" : measuredMs <= mustMs ? "must" : "no",
    peerMs === undefined ? "" : `${text(peerMs)}${peerCpuMs === undefined ? "" : ` (${text(peerCpuMs)})`}`,
  ]);
  const heads = ["figure, ms", "must", "aim", "measured", "processor", "met", "React Flow (processor)"];
  return [heads, ["---", "---:", "---:", "---:", "---:", "---", "---:"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function text(ms: number | undefined): string {
  return ms === undefined ? "" : ms >= 100 ? ms.toFixed(0) : ms.toFixed(1);
}
