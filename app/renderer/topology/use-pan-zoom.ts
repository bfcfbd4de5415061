import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from "react";

export interface PanZoom {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly transform: string;
  readonly zoom: number;
  readonly fit: () => void;
  /** Around the middle. */
  readonly zoomBy: (factor: number) => void;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onLostPointerCapture: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly tabIndex: number;
  };
}

interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const LEAST = 0.05;
const MOST = 2;
const READABLE = 0.62;
const PAN_PX = 60;

/** A drawing of a size that is moved by dragging, the wheel or arrows, and zoomed by the wheel with Ctrl, a pinch, + and -. Fits when the size changes. */
export function usePanZoom(size: { readonly width: number; readonly height: number } | null): PanZoom {
  const host = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly x: number; readonly y: number }>(undefined);
  const [view, setView] = useState<View>({ x: 0, y: 0, zoom: 1 });

  const fit = (): void => {
    const element = host.current;
    if (element === null || size === null) return;
    const zoom = Math.max(LEAST, Math.min(1, element.clientWidth / size.width, element.clientHeight / size.height));
    setView({
      x: (element.clientWidth - size.width * zoom) / 2,
      y: (element.clientHeight - size.height * zoom) / 2,
      zoom,
    });
  };
  /** At first as much as can still be read; all of it is one press away. */
  useEffect(() => {
    const element = host.current;
    if (element === null || size === null) return;
    const zoom = Math.min(1, element.clientWidth / size.width, element.clientHeight / size.height);
    if (zoom >= READABLE) return fit();
    const wide = Math.max(READABLE, Math.min(1, element.clientWidth / size.width));
    setView({ x: Math.max(0, (element.clientWidth - size.width * wide) / 2), y: 0, zoom: wide });
  }, [size?.width, size?.height]);

  const zoomAt = (factor: number, x: number, y: number): void =>
    setView((before) => {
      const zoom = Math.min(MOST, Math.max(LEAST, before.zoom * factor));
      const scale = zoom / before.zoom;
      return { zoom, x: x - (x - before.x) * scale, y: y - (y - before.y) * scale };
    });
  const zoomBy = (factor: number): void => {
    const element = host.current;
    if (element !== null) zoomAt(factor, element.clientWidth / 2, element.clientHeight / 2);
  };
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    // React's own listener is passive; this one keeps the page from zooming.
    const turned = (event: WheelEvent): void => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey)
        zoomAt(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
      else setView((before) => ({ ...before, x: before.x - event.deltaX, y: before.y - event.deltaY }));
    };
    element.addEventListener("wheel", turned, { passive: false });
    return () => element.removeEventListener("wheel", turned);
  }, []);

  return {
    host,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`,
    zoom: view.zoom,
    fit,
    zoomBy,
    handlers: {
      tabIndex: 0,
      onPointerDown: (event) => {
        if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button") !== null)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX - view.x, y: event.clientY - view.y };
      },
      onPointerMove: (event) => {
        const from = drag.current;
        if (from !== undefined)
          setView((before) => ({ ...before, x: event.clientX - from.x, y: event.clientY - from.y }));
      },
      onLostPointerCapture: () => {
        drag.current = undefined;
      },
      onKeyDown: (event) => {
        if (event.target !== event.currentTarget) return;
        const pans: Readonly<Record<string, readonly [number, number]>> = {
          ArrowLeft: [PAN_PX, 0],
          ArrowRight: [-PAN_PX, 0],
          ArrowUp: [0, PAN_PX],
          ArrowDown: [0, -PAN_PX],
        };
        const pan = Object.hasOwn(pans, event.key) ? pans[event.key] : undefined;
        if (pan !== undefined) setView((before) => ({ ...before, x: before.x + pan[0], y: before.y + pan[1] }));
        else if (event.key === "+" || event.key === "=") zoomBy(1.25);
        else if (event.key === "-") zoomBy(1 / 1.25);
        else if (event.key === "0" || event.key === "Home") fit();
        else return;
        event.preventDefault();
      },
    },
  };
}
