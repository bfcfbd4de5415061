import type { KeyboardEvent } from "react";

export type Axis = "horizontal" | "vertical";

/**
 * Moves the focus among the `selector` elements inside the element that handles the key (arrows of the axis, Home, End), and tells which got it.
 * Elements that are natively disabled or marked aria-disabled are passed over.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string, axis: Axis): HTMLElement | undefined {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => !element.matches(":disabled, [aria-disabled=true]"),
  );
  const at = all.findIndex((element) => element === document.activeElement);
  const [back, forth] = axis === "horizontal" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const next =
    event.key === back
      ? at < 1
        ? all.length - 1
        : at - 1
      : event.key === forth
        ? (at + 1) % all.length
        : event.key === "Home"
          ? 0
          : event.key === "End"
            ? all.length - 1
            : undefined;
  if (next === undefined) return undefined;
  event.preventDefault();
  const target = all[next];
  target?.focus();
  target?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return target;
}
