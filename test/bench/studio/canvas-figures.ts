/** Opening and frames as figures, ours beside React Flow's. */
import type { CanvasResult } from "../canvas.ts";
import { figureOf, type Figure, type Timed } from "./figure.ts";
import type { Frames } from "./frames.ts";
import type { Opening } from "./opening.ts";
import type { PeerResult } from "./peer.ts";

export function canvasFigures(nodes: number, ours: CanvasResult, peer: PeerResult): Figure[] {
  const few = nodes <= 1000;
  const open = { mustMs: few ? 800 : 1500, aimMs: few ? 400 : 1000 };
  const count = nodes.toLocaleString("en");
  const first = ours.rounds[0] ?? [];
  return [
    figureOf({ name: `open ${count} nodes, all in view`, ...open }, opened(ours.openings), opened(peer.openings)),
    {
      ...figureOf({ name: `open ${count} nodes, React Flow close up`, ...open }, opened(ours.openings)),
      ...peerOf(opened(peer.closeOpenings)),
    },
    ...first.map(({ name }) =>
      figureOf(
        { name: `${name}, ${count} nodes, frame p95`, ...frameGoal(name) },
        framed(ours.rounds, name),
        framed(peer.rounds, name),
      ),
    ),
  ];
}

function frameGoal(name: string): { readonly mustMs: number; readonly aimMs: number } {
  // Frames come in sixtieths of a second, and clocks round: 16.7 ms is a frame in time.
  return name.endsWith("close up") ? { mustMs: 20, aimMs: 17 } : { mustMs: 40, aimMs: 20 };
}

function opened(openings: readonly Opening[]): Timed[] {
  return openings.map(({ openMs, cpuMs }) => ({ ms: openMs, cpuMs }));
}

function framed(rounds: readonly (readonly Frames[])[], name: string): Timed[] {
  return rounds.flatMap((round) =>
    round.filter((frames) => frames.name === name).map(({ p95Ms, cpuMs }) => ({ ms: p95Ms, cpuMs })),
  );
}

function peerOf(runs: readonly Timed[]): Pick<Figure, "peerMs" | "peerCpuMs"> {
  const { peerMs, peerCpuMs } = figureOf({ name: "", mustMs: 0, aimMs: 0 }, [], runs);
  return { peerMs, peerCpuMs };
}
