import { useEffect } from "react";
import { useStore } from "zustand";
import type { Preview } from "../../stores/preview.ts";

/** A preview of any length plays in about this long. */
const WHOLE_MS = 12_000;
const LEAST_MS = 60;
const MOST_MS = 400;

/** While it plays: one step after the other, several at once where there are thousands; stops at the end. */
export function usePlayback(preview: Preview): void {
  const playing = useStore(preview, (state) => state.playing);
  useEffect(() => {
    if (!playing) return undefined;
    const steps = preview.getState().result?.steps.length ?? 0;
    const everyMs = Math.min(MOST_MS, Math.max(LEAST_MS, WHOLE_MS / Math.max(1, steps)));
    const by = Math.max(1, Math.round((steps * everyMs) / WHOLE_MS));
    const timer = setInterval(() => {
      const { step, result } = preview.getState();
      const last = (result?.steps.length ?? 0) - 1;
      if (step === null || step + by >= last) {
        preview.setStep(null);
        preview.setState({ playing: false });
      } else preview.setStep(step + by);
    }, everyMs);
    return () => clearInterval(timer);
  }, [playing, preview]);
}
