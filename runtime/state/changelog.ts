import { WeirError } from "../../shared/errors.ts";

export const TOMBSTONES_PER_FLUSH = 100_000;
export const NO_VALUE: Buffer = Buffer.alloc(0);

/** What Kafka takes as the time of a record. */
export function changelogTimeMs(timeMs: number): number {
  return timeMs >= 0 && timeMs < 2 ** 53 ? Math.floor(timeMs) : 0;
}

export function unreadableRecord(store: string, why: string): WeirError {
  return new WeirError("RUN_0601", `The changelog of ${store} holds a record that cannot be read: ${why}.`, {
    hint: "It was written by a newer Weir or by something else: run that version, or reset the pipeline.",
  });
}
