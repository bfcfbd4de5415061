/** Time and timers of the embedded broker; a test or a simulation can own them. */
export interface BrokerClock {
  nowMs(): number;
  /** Calls back once after `delayMs`, unless the returned function was called before. */
  setTimer(delayMs: number, callback: () => void): () => void;
}

export const systemBrokerClock: BrokerClock = {
  nowMs: () => Date.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface ManualBrokerClock extends BrokerClock {
  /** Moves time on; timers that come due run in the order of their times. */
  advance(ms: number): void;
}

export function createManualBrokerClock(startMs = 0): ManualBrokerClock {
  let now = startMs;
  let timers: { readonly atMs: number; readonly callback: () => void }[] = [];
  return {
    nowMs: () => now,
    setTimer(delayMs, callback) {
      const timer = { atMs: now + Math.max(0, delayMs), callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.reduce<(typeof timers)[number] | undefined>(
          (first, timer) => (timer.atMs <= end && (first === undefined || timer.atMs < first.atMs) ? timer : first),
          undefined,
        );
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.atMs);
        next.callback();
      }
      now = end;
    },
  };
}
