/** The edge of a panel, dragged or moved by arrows; double click brings the first size back. */
import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { useStore } from "zustand";
import { host } from "../host/connect.ts";
import { defaultPreferences, preferencesStore, setPreference } from "../stores/preferences.ts";
import "./splitter.css";

type Panel = "leftWidth" | "rightWidth" | "bottomHeight";

const limits: Readonly<Record<Panel, readonly [number, number]>> = {
  leftWidth: [180, 420],
  rightWidth: [280, 640],
  bottomHeight: [120, 720],
};

export interface SplitterProps {
  readonly panel: Panel;
  readonly label: string;
  /** Which edge of its panel it is. */
  readonly edge: "left" | "right" | "top";
}

export function Splitter({ panel, label, edge }: SplitterProps) {
  const size = useStore(preferencesStore, (state) => state[panel]);
  const start = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const [least, most] = limits[panel];
  const set = (value: number): void => setPreference(host, panel, Math.round(Math.min(most, Math.max(least, value))));
  const at = (event: PointerEvent): number => (edge === "top" ? event.clientY : event.clientX);
  const grows = edge === "right" ? 1 : -1;

  const pressed = (event: KeyboardEvent): void => {
    const steps: Record<string, number> =
      edge === "top" ? { ArrowUp: 16, ArrowDown: -16 } : { ArrowRight: 16 * grows, ArrowLeft: -16 * grows };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(size + step);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={edge === "top" ? "horizontal" : "vertical"}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      className={`splitter splitter-${edge}`}
      onKeyDown={pressed}
      onDoubleClick={() => set(defaultPreferences[panel])}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: at(event), size };
      }}
      onPointerMove={(event) => {
        if (start.current === null) return;
        const moved = at(event) - start.current.at;
        // While it is dragged only the picture follows; it is kept when the pointer is let go.
        preferencesStore.setState({
          [panel]: Math.round(Math.min(most, Math.max(least, start.current.size + moved * grows))),
        });
      }}
      onPointerUp={() => {
        start.current = null;
        set(preferencesStore.getState()[panel]);
      }}
    />
  );
}
