/** Expected and actual rows of a sink side by side: which belong together, which are missing or more, and which fields differ. */
import { parseJsonText } from "../../../shared/records/json-text.ts";
import { equalValues } from "../../../shared/records/equality.ts";
import type { TestDifference } from "../../../shared/protocol/tests.ts";
import { arraySlices, objectSlices } from "../preview/records/json-slices.ts";

export type ExpectedRow = TestDifference["expected"][number];
export type ActualRow = TestDifference["actual"][number];

export interface RowPair {
  readonly kind: "same" | "changed" | "missing" | "extra";
  readonly expected: ExpectedRow | null;
  readonly actual: ActualRow | null;
  /** Paths that differ: `time`, `key`, `value.total`. Empty where the rows are the same. */
  readonly differs: ReadonlySet<string>;
}

/** Above this an alignment takes too long; rows are then compared by their place. */
const ALIGN_CELLS = 250_000;
const nothing: ReadonlySet<string> = new Set();

export function pairRows({ expected, actual }: Pick<TestDifference, "expected" | "actual">): RowPair[] {
  const rows = expected.length * actual.length > ALIGN_CELLS ? byPlace(expected, actual) : aligned(expected, actual);
  return mendNeighbours(rows);
}

/** Longest common subsequence of rows that are the same; what is between is missing or extra. */
function aligned(expected: readonly ExpectedRow[], actual: readonly ActualRow[]): RowPair[] {
  const wide = actual.length + 1;
  const lengths = new Uint32Array((expected.length + 1) * wide);
  const same = (i: number, j: number): boolean => {
    const [a, b] = [expected[i], actual[j]];
    return a !== undefined && b !== undefined && differences(a, b).size === 0;
  };
  const known = new Map<number, boolean>();
  for (let i = expected.length - 1; i >= 0; i--)
    for (let j = actual.length - 1; j >= 0; j--) {
      const equal = same(i, j);
      known.set(i * wide + j, equal);
      lengths[i * wide + j] = equal
        ? (lengths[(i + 1) * wide + j + 1] ?? 0) + 1
        : Math.max(lengths[(i + 1) * wide + j] ?? 0, lengths[i * wide + j + 1] ?? 0);
    }
  const pairs: RowPair[] = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < actual.length) {
    const [a = null, b = null] = [expected[i], actual[j]];
    if (a !== null && b !== null && known.get(i * wide + j) === true) {
      pairs.push({ kind: "same", expected: a, actual: b, differs: nothing });
      i += 1;
      j += 1;
    } else if (b !== null && (a === null || (lengths[i * wide + j + 1] ?? 0) > (lengths[(i + 1) * wide + j] ?? 0))) {
      pairs.push({ kind: "extra", expected: null, actual: b, differs: nothing });
      j += 1;
    } else {
      pairs.push({ kind: "missing", expected: a, actual: null, differs: nothing });
      i += 1;
    }
  }
  return pairs;
}

function byPlace(expected: readonly ExpectedRow[], actual: readonly ActualRow[]): RowPair[] {
  return Array.from({ length: Math.max(expected.length, actual.length) }, (_, index) => {
    const [a = null, b = null] = [expected[index], actual[index]];
    if (a === null || b === null)
      return { kind: a === null ? "extra" : "missing", expected: a, actual: b, differs: nothing };
    const differs = differences(a, b);
    return { kind: differs.size === 0 ? "same" : "changed", expected: a, actual: b, differs };
  });
}

/** In a run of missing and extra rows, those of equal keys, else in order, are the same row changed. */
function mendNeighbours(pairs: readonly RowPair[]): RowPair[] {
  const out: RowPair[] = [];
  let missing: ExpectedRow[] = [];
  let extra: ActualRow[] = [];
  const flush = (): void => {
    for (const expected of missing) {
      const sameKey = extra.findIndex((actual) => sameJson(expected.key, actual.key));
      const at = sameKey >= 0 ? sameKey : expected.key === undefined || missing.length === extra.length ? 0 : -1;
      const [actual] = at >= 0 ? extra.splice(at, 1) : [];
      out.push(
        actual === undefined
          ? { kind: "missing", expected, actual: null, differs: nothing }
          : { kind: "changed", expected, actual, differs: differences(expected, actual) },
      );
    }
    for (const actual of extra) out.push({ kind: "extra", expected: null, actual, differs: nothing });
    missing = [];
    extra = [];
  };
  for (const pair of pairs) {
    if (pair.kind === "missing" && pair.expected !== null) missing.push(pair.expected);
    else if (pair.kind === "extra" && pair.actual !== null) extra.push(pair.actual);
    else {
      flush();
      out.push(pair);
    }
  }
  flush();
  return out;
}

/** What is not written in the test is not compared. */
export function differences(expected: ExpectedRow, actual: ActualRow): ReadonlySet<string> {
  const found = new Set<string>();
  if (expected.timestampMs !== undefined && expected.timestampMs !== actual.timestampMs) found.add("time");
  if (expected.key !== undefined) compare("key", expected.key, actual.key, found);
  if (expected.value !== undefined) compare("value", expected.value, actual.value, found);
  return found;
}

function compare(path: string, a: string | null, b: string | null, found: Set<string>): void {
  if (sameJson(a, b)) return;
  const [left, right] = [a === null ? null : objectSlices(a), b === null ? null : objectSlices(b)];
  if (left === null || right === null) {
    const [one, other] = [a === null ? null : arraySlices(a), b === null ? null : arraySlices(b)];
    if (one === null || other === null || one.length !== other.length) found.add(path);
    else for (const [index, slice] of one.entries()) compare(`${path}.${index}`, slice, other[index] ?? null, found);
    return;
  }
  for (const name of new Set([...left.keys(), ...right.keys()]))
    compare(`${path}.${name}`, left.get(name) ?? null, right.get(name) ?? null, found);
}

function sameJson(a: string | null | undefined, b: string | null | undefined): boolean {
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined) return false;
  return equalValues(parseJsonText(a), parseJsonText(b));
}
