/**
 * What the studio asks of the runtime's preview process, and what it gets. A preview is the real engine on a simulation: sources are fed, sinks are
 * replaced by lists, so nothing outside can be reached. Every record carries the step that caused it; a step is one record read by a source or one
 * move of stream time. That is enough for a scrubber now, and for provenance by cell and state by step later (`PreviewResult.version` grows then).
 */
import * as z from "zod";
import { sampleRecordSchema, type SampleRecord } from "./sample-record.ts";

/** What a source reads. `generated`: as many records as that, from the generator's own settings or made up from the declared type. */
export const previewInputSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("records"), records: z.array(sampleRecordSchema).max(20_000) }),
  z.strictObject({ kind: z.literal("generated"), count: z.int().min(0).max(20_000), seed: z.int().optional() }),
]);
export type PreviewInput = z.infer<typeof previewInputSchema>;

export const previewRequestSchema = z.strictObject({
  /** The pipeline document as text: exactly what would be saved. */
  pipeline: z.string().max(33_554_432),
  /** By source node; a source that is not named reads `defaultCount` generated records. */
  inputs: z.record(z.string(), previewInputSchema),
  defaultCount: z.int().min(0).max(20_000),
  /** At the end: close what is open, leave it open, or move stream time to an instant (milliseconds since 1970). */
  end: z.union([z.literal("close"), z.literal("leave"), z.number()]),
  /** Rows kept per edge; counts go on beyond. */
  rowsPerEdge: z.int().min(1).max(10_000),
});
export type PreviewRequest = z.infer<typeof previewRequestSchema>;

export interface PreviewResult {
  readonly version: 1;
  readonly steps: readonly PreviewStep[];
  /** What each source read, by source node: what a test is frozen from. */
  readonly inputs: Readonly<Record<string, readonly SampleRecord[]>>;
  /** By pipeline edge id. */
  readonly edges: Readonly<Record<string, PreviewRecords>>;
  /** What each sink would have written, by sink node, and dead letters by topic. */
  readonly sinks: Readonly<Record<string, PreviewRecords>>;
  readonly deadLetters: Readonly<Record<string, PreviewRecords>>;
  /** By pipeline node. */
  readonly nodes: Readonly<Record<string, PreviewNode>>;
  /** Records that ended without output, one entry a step, node and reason; in order of steps. */
  readonly drops: readonly PreviewDrop[];
  /** Of windowed operators: when each window opened and closed. In order of opening. */
  readonly windows: readonly PreviewWindow[];
  /** Time of the whole preview in the runtime's process. */
  readonly ms: number;
}

export interface PreviewStep {
  readonly kind: "record" | "time";
  /** Source node that read the record; null for a move of stream time. */
  readonly node: string | null;
  readonly timestampMs: number;
  /** Greatest timestamp so far over all sources, after the step. */
  readonly streamTimeMs: number;
}

export interface PreviewRecords {
  /** All of them; `rows` are the first. */
  readonly count: number;
  readonly rows: readonly PreviewRow[];
}

export interface PreviewRow {
  /** Index of the step that caused it. */
  readonly step: number;
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers?: readonly (readonly [string, string | null])[];
}

export interface PreviewNode {
  readonly recordsIn: number;
  /** By output port, in the order of the operator's ports. */
  readonly recordsOut: readonly number[];
  readonly dropped: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly deadLettered: number;
  /** First few failures, as sentences. */
  readonly failures: readonly string[];
  /** Entries in its stores at the end. */
  readonly stateEntries: number;
}

export interface PreviewDrop {
  readonly step: number;
  readonly node: string;
  readonly reason: string;
  readonly count: number;
}

export interface PreviewWindow {
  readonly node: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly openedStep: number;
  /** Null while it is open at the end. */
  readonly closedStep: number | null;
  readonly records: number;
}
