/** Where something that floats goes: beside its anchor, on the other side where there is no room, always inside the window. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export type Placement =
  | "bottom-start"
  | "bottom-end"
  | "bottom"
  | "top-start"
  | "top-end"
  | "top"
  | "right-start"
  | "left-start";

const margin = 8;

/** All in pixels of the window. `gap` is kept between the anchor and what floats. */
export function place(
  anchor: Box,
  size: Size,
  view: Size,
  placement: Placement,
  gap = 4,
): { readonly left: number; readonly top: number } {
  const [side = "bottom", align] = placement.split("-");
  const vertical = side === "top" || side === "bottom";
  const before = vertical ? anchor.top - gap - size.height : anchor.left - gap - size.width;
  const after = vertical ? anchor.top + anchor.height + gap : anchor.left + anchor.width + gap;
  const limit = (vertical ? view.height - size.height : view.width - size.width) - margin;
  const wantsBefore = side === "top" || side === "left";
  const main = wantsBefore
    ? before >= margin || after > limit
      ? before
      : after
    : after <= limit || before < margin
      ? after
      : before;
  const start = vertical ? anchor.left : anchor.top;
  const spare = vertical ? anchor.width - size.width : anchor.height - size.height;
  const cross = align === "start" ? start : align === "end" ? start + spare : start + spare / 2;
  const [left, top] = vertical ? [cross, main] : [main, cross];
  return { left: clamp(left, view.width - size.width), top: clamp(top, view.height - size.height) };
}

function clamp(value: number, limit: number): number {
  return Math.round(Math.max(margin, Math.min(value, limit - margin)));
}
