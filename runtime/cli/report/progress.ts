/**
 * Lines at the bottom of the terminal that are redrawn in place. Where nobody watches (a pipe, a log) it writes nothing, so that logs
 * carry no frames. Text written while it is shown goes through `above`.
 */
import type { Terminal } from "../terminal.ts";
import { textWidth } from "./text.ts";

export interface Progress {
  /** What is to be seen from now on. Drawn at most every 80 ms, unless `force`. */
  show(lines: readonly string[], force?: boolean): void;
  /** A lasting line above the moving ones. */
  above(line: string): void;
  /** Draws the last state once more and leaves it, or takes it away. */
  end(keep: boolean): void;
}

export const spinnerFrames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;

export function createProgress(terminal: Terminal, now: () => number = () => performance.now()): Progress {
  let drawn = 0;
  let last = -Infinity;
  let lines: readonly string[] = [];
  const erase = (): string => (drawn === 0 ? "" : `\u001b[${drawn}F\u001b[J`);
  const draw = (): void => {
    const shown = lines.slice(0, Math.max(1, terminal.rows - 1));
    let text = erase();
    // A line longer than the screen would wrap and break the count of lines; wrapping is off while we draw.
    for (const line of shown)
      text += textWidth(line) > terminal.columns ? `\u001b[?7l${line}\u001b[?7h\n` : `${line}\n`;
    drawn = shown.length;
    last = now();
    terminal.err(text);
  };
  return {
    show(next, force = false) {
      lines = next;
      if (terminal.interactive && (force || now() - last >= 80)) draw();
    },
    above(line) {
      if (!terminal.interactive) return terminal.err(`${line}\n`);
      terminal.err(`${erase()}${line}\n`);
      drawn = 0;
      draw();
    },
    end(keep) {
      if (!terminal.interactive) return;
      if (keep) draw();
      else terminal.err(erase());
      drawn = 0;
    },
  };
}
