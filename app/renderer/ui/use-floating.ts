import { useLayoutEffect, type RefObject } from "react";
import { place, type Box, type Placement } from "./place.ts";

/** An element, or a point of the window (a context menu). */
export type Anchor = RefObject<Element | null> | { readonly x: number; readonly y: number };

/** Keeps `floating` (a shown popover) beside its anchor while the page scrolls, either changes its size, or the window does. */
export function useFloating(
  floating: RefObject<HTMLElement | null>,
  anchor: Anchor,
  placement: Placement,
  gap?: number,
): void {
  useLayoutEffect(() => {
    const element = floating.current;
    if (element === null) return undefined;
    const move = (): void => {
      const box = boxOf(anchor);
      if (box === undefined) return;
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const { left, top } = place(box, size, { width: window.innerWidth, height: window.innerHeight }, placement, gap);
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    };
    move();
    const watcher = new ResizeObserver(move);
    watcher.observe(element);
    if ("current" in anchor && anchor.current !== null) watcher.observe(anchor.current);
    window.addEventListener("resize", move);
    window.addEventListener("scroll", move, { capture: true, passive: true });
    return () => {
      watcher.disconnect();
      window.removeEventListener("resize", move);
      window.removeEventListener("scroll", move, { capture: true });
    };
  });
}

function boxOf(anchor: Anchor): Box | undefined {
  if ("current" in anchor) return anchor.current?.getBoundingClientRect();
  return { left: anchor.x, top: anchor.y, width: 0, height: 0 };
}
