/** One gesture of the pointer, from the moment it goes down until it goes up. */
import type { Point } from "../model/geometry.ts";

export interface Pointer {
  /** From the canvas' top left corner. */
  readonly screen: Point;
  readonly world: Point;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, on a Mac Command. */
  readonly mod: boolean;
}

export interface Gesture {
  readonly cursor: string;
  /** The canvas moves when the pointer comes to its border. */
  readonly pansAtBorder: boolean;
  move(to: Pointer): void;
  end(at: Pointer): void;
  /** Escape, or the pointer is lost: as if it had not begun. */
  cancel(): void;
}

/** Pixels of the screen that a hand trembles. */
export const threshold = 4;
