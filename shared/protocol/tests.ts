/** Tests of a pipeline, run in the runtime's preview process: what `weir test` prints, as data. */
import type { PreviewRow } from "./preview.ts";

export interface TestReport {
  readonly name: string;
  readonly passed: boolean;
  readonly ms: number;
  readonly differences: readonly TestDifference[];
}

/** At one sink. `timestampMs`, `key` and `value` of an expected row are undefined where the test does not compare them. */
export interface TestDifference {
  readonly node: string;
  readonly expected: readonly {
    readonly timestampMs?: number;
    readonly key?: string | null;
    readonly value?: string | null;
  }[];
  readonly actual: readonly Omit<PreviewRow, "step">[];
}
