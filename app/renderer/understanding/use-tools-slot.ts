import { useEffect, useState } from "react";

/** The place beside the tabs of the bottom panel where a panel puts its tools; null until it is there, or where there is none. */
export function useToolsSlot(): HTMLElement | null {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useEffect(() => setSlot(document.querySelector<HTMLElement>("#bottom-panel-tools")), []);
  return slot;
}
