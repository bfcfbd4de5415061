/** Which rows are the same record as the one that is lit. */
import type { Pane, PaneRow } from "./panes.ts";

export interface LitRecord {
  readonly step: number;
  readonly key: string | null;
}

/**
 * What the same step caused is the same record; where it caused nothing here (it waited for a partner, or for a window), records of its key are what
 * became of it.
 */
export function litTest(lit: LitRecord | null, panes: readonly Pane[]): (row: PaneRow) => boolean {
  if (lit === null) return () => false;
  const caused = panes.some(({ id, rows }) => id.startsWith("out:") && rows.some(({ row }) => row.step === lit.step));
  if (caused || lit.key === null) return ({ row }) => row.step === lit.step;
  return ({ row }) => row.step === lit.step || row.key === lit.key;
}
