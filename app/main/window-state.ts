/** Where the window was, kept among the preferences of the library. */
import * as z from "zod";

export const windowPreference = "desktop.window";

const stateSchema = z.object({
  x: z.int().min(-100_000).max(100_000).nullable(),
  y: z.int().min(-100_000).max(100_000).nullable(),
  width: z.int().min(720).max(20_000),
  height: z.int().min(480).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const defaultWindowState: WindowState = { x: null, y: null, width: 1440, height: 900, maximized: false };

/** What was kept, if it still makes sense: a place on a screen that is no longer there is left to the system. */
export function readWindowState(kept: unknown, screens: readonly Area[]): WindowState {
  const parsed = stateSchema.safeParse(kept);
  if (!parsed.success) return defaultWindowState;
  const { x, y, width } = parsed.data;
  // Enough of the title bar to be taken hold of.
  const reachable = screens.some(
    (screen) =>
      x !== null &&
      y !== null &&
      x + width > screen.x + 100 &&
      x < screen.x + screen.width - 100 &&
      y >= screen.y &&
      y < screen.y + screen.height - 50,
  );
  return reachable ? parsed.data : { ...parsed.data, x: null, y: null };
}
