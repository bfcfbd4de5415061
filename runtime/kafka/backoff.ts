/** Waits that grow, with jitter so that many clients do not come back at once. */
export interface BackoffRange {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** How long to wait after `failures` failures in a row (1 or more): doubles each time, ±20 %. */
export function backoffMs(failures: number, range: BackoffRange, random: () => number = Math.random): number {
  const base = Math.min(range.maxMs, range.firstMs * 2 ** Math.min(failures - 1, 20));
  return Math.round(base * (0.8 + 0.4 * random()));
}

export const retryBackoff: BackoffRange = { firstMs: 50, maxMs: 1000 };
export const reconnectBackoff: BackoffRange = { firstMs: 50, maxMs: 1000 };
