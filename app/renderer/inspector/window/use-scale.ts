import { useEffect, useRef, useState, type RefObject } from "react";

/** Width of an element, as it is now. */
export function useWidth(): readonly [RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(310);
  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const watcher = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(entry.contentRect.width);
    });
    watcher.observe(target);
    return () => watcher.disconnect();
  }, []);
  return [element, width];
}

/** The value, but as it was when the hand went down, until it is up again. */
export function useHeld<T>(value: T): readonly [T, (held: boolean) => void] {
  const [kept, setKept] = useState<{ readonly value: T } | null>(null);
  return [kept === null ? value : kept.value, (held) => setKept(held ? { value } : null)];
}
