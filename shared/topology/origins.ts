/**
 * Where the records of a stream were spread over partitions by their key, last. Streams merge and join by the thousand, so that origins are a graph
 * that shares its parts: what a stream comes from is never copied.
 */
import type { Format } from "./topology.ts";

/** A topic, or everything that several streams come from. */
export interface Origins {
  /** What holds of every topic in it; null where topics differ in it, or there is none. */
  readonly common: Spread | null;
  /** Whether all of it was spread alike, as far as can be known. */
  readonly isEven: boolean;
  readonly topic: string | null;
  readonly parts: readonly Origins[];
  /** One topic of it, once all of them are known to need equally many partitions. */
  grouped: string | null;
}

export interface Spread {
  /** One partition by nature: a file, a generator. */
  readonly single: boolean;
  readonly keyFormat: Format;
}

export function originOf(topic: string, spread: Spread): Origins {
  return { common: spread, isEven: true, topic, parts: [], grouped: topic };
}

export function mergeOrigins(all: readonly Origins[]): Origins {
  const parts = [...new Set(all)].filter((part) => part.topic !== null || part.parts.length > 0);
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const common = first?.common ?? null;
  const isEven = parts.every((part) => part.isEven && isAlike(part.common, common));
  return { common: isEven ? common : null, isEven, topic: null, parts, grouped: null };
}

/** Topics that stand for all others in it; from now on any one of them does. */
export function groupOrigins(all: readonly Origins[]): Set<string> {
  const topics = new Set<string>();
  const walked = new Set<Origins>();
  const open = [...all];
  for (let origins = open.pop(); origins !== undefined; origins = open.pop()) {
    if (origins.grouped !== null) topics.add(origins.grouped);
    else if (!walked.has(origins)) {
      walked.add(origins);
      for (const part of origins.parts) open.push(part);
    }
  }
  const [first = null] = topics;
  for (const origins of walked) origins.grouped = first;
  return topics;
}

export function sameFormat(a: Format, b: Format): boolean {
  return a === b || (a.format === b.format && JSON.stringify(a) === JSON.stringify(b));
}

function isAlike(a: Spread | null, b: Spread | null): boolean {
  if (a === null || b === null) return a === b;
  return a.single === b.single && sameFormat(a.keyFormat, b.keyFormat);
}
