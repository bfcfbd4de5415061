/**
 * kafkajs 2.2.4 sets a timer of minus several years after every answer of a broker that does not throttle; Node 24 prints a warning for it and makes
 * it a millisecond. The queue is looked through anyway when a request ends, so that without throttling nothing has to be set.
 * 2026-11: kafkajs has no newer release.
 */
import { createRequire } from "node:module";

interface RequestQueue {
  readonly throttledUntil: number;
  readonly pending: readonly unknown[];
}

let repaired = false;

export function repairKafkajs(): void {
  if (repaired) return;
  repaired = true;
  const made: unknown = createRequire(import.meta.url)("kafkajs/src/network/requestQueue");
  if (typeof made !== "function") return;
  const prototype: unknown = made.prototype;
  if (typeof prototype !== "object" || prototype === null) return;
  const schedule: unknown = Reflect.get(prototype, "scheduleCheckPendingRequests");
  if (typeof schedule !== "function") return;
  Reflect.set(prototype, "scheduleCheckPendingRequests", function (this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  });
}
