/** Records that expressions of a node are tried on: what came in during the newest preview, else made-up ones. */
import { evaluate } from "../../../../shared/expressions/evaluate.ts";
import type { Typed } from "../../../../shared/expressions/typed.ts";
import type { Pipeline } from "../../../../shared/pipeline/pipeline.ts";
import type { PreviewResult, PreviewRow } from "../../../../shared/protocol/preview.ts";
import { coerce, Mismatch } from "../../../../shared/records/coerce.ts";
import { parseJsonText } from "../../../../shared/records/json-text.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";
import { ValueError } from "../../../../shared/records/value-error.ts";
import { textOf } from "../../../../shared/records/value-text.ts";
import type { NodeTypes } from "../../../../shared/topology/plan.ts";
import type { RecordType } from "../../../../shared/topology/topology.ts";
import { madeUp } from "./made-up.ts";

export interface Sample {
  /** Says which record it is: its key, else an id in it. */
  readonly name: string;
  readonly isMadeUp: boolean;
  /** Of the preview that the record came with. */
  readonly step?: number;
  readonly roots: ReadonlyMap<string, unknown>;
}

export interface SampleSource {
  readonly node: string;
  readonly pipeline: Pipeline;
  readonly types: NodeTypes | undefined;
  readonly preview: PreviewResult | null;
}

const MOST = 200;

export function makeSamples(source: SampleSource): readonly Sample[] {
  const { types } = source;
  if (types === undefined) return [];
  const inputs = [...types.inputs];
  if (types.inputs.has("left") && types.inputs.has("right")) return joinSamples(source, types);
  const [port, type] = inputs[0] ?? [...types.outputs][0] ?? [];
  if (port === undefined || type === undefined) return [];
  const rows = rowsAt(source, port, inputs.length > 0 ? "to" : "from");
  const real = rows.flatMap((row, i) => readRow(row, type, i) ?? []);
  return real.length > 0 ? real : madeSamples(type);
}

function rowsAt({ node, pipeline, preview }: SampleSource, port: string, end: "from" | "to"): readonly PreviewRow[] {
  if (preview === null) return [];
  const edges = [...pipeline.edges.values()].filter((edge) => edge[end].node === node && edge[end].port === port);
  const rows = edges.flatMap((edge) => preview.edges[edge.id]?.rows ?? []);
  return rows.toSorted((a, b) => a.step - b.step).slice(0, MOST);
}

function readRow(row: PreviewRow, type: RecordType, place: number): Sample | undefined {
  const key = readText(row.key, type.key);
  const value = readText(row.value, type.value);
  if (key === undefined || value === undefined) return undefined;
  return {
    name: nameOf(key, value, place),
    isMadeUp: false,
    step: row.step,
    roots: recordRoots(key, value, row.timestampMs, place, Object.fromEntries(row.headers ?? [])),
  };
}

/** Undefined where the text is not of the type, as after the type was edited. */
function readText(text: string | null, type: Type): unknown {
  if (text === null) return null;
  try {
    const value = coerce(parseJsonText(text), type);
    return value instanceof Mismatch ? undefined : value;
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}

function recordRoots(
  key: unknown,
  value: unknown,
  timestampMs: number,
  place: number,
  headers: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ["key", key],
    ["value", value],
    ["timestamp", timestampMs],
    ["headers", headers],
    ["topic", "sample"],
    ["partition", 0],
    ["offset", place],
  ]);
}

function nameOf(key: unknown, value: unknown, place: number): string {
  if (typeof key === "string" && key !== "") return key.length <= 40 ? key : `${key.slice(0, 39)}…`;
  if (typeof value === "object" && value !== null && "id" in value && typeof value.id === "string") return value.id;
  return `${place + 1}`;
}

function madeSamples(type: RecordType): readonly Sample[] {
  // Of untyped data nothing can be made up that would say anything.
  if (withoutNull(type.value).kind === "any") return [];
  return [0, 1, 2].map((n) => {
    const key = madeUp(type.key, n);
    const value = madeUp(type.value, n);
    return {
      name: nameOf(key, value, n),
      isMadeUp: true,
      roots: recordRoots(key, value, Date.UTC(2026, 0, 31), n, {}),
    };
  });
}

function joinSamples(source: SampleSource, types: NodeTypes): readonly Sample[] {
  const side = (port: "left" | "right"): readonly Sample[] => {
    const type = types.inputs.get(port);
    if (type === undefined) return [];
    const real = rowsAt(source, port, "to").flatMap((row, i) => readRow(row, type, i) ?? []);
    return real.length > 0 ? real : madeSamples(type);
  };
  const right = side("right");
  return side("left").map((left, i) => {
    const same = right.find((other) => textKey(other) === textKey(left)) ?? right.find((other) => shares(left, other));
    const partner = same ?? (left.isMadeUp ? right[i] : undefined);
    return {
      name: left.name,
      isMadeUp: left.isMadeUp,
      ...(left.step === undefined ? {} : { step: left.step }),
      roots: new Map<string, unknown>([
        ["left", left.roots.get("value")],
        ["right", partner?.roots.get("value") ?? null],
        ["key", left.roots.get("key")],
        ["timestamp", left.roots.get("timestamp")],
        // The sides of a match are expressions of one record each.
        ["value", left.roots.get("value")],
        ["$right", partner ?? right[0]],
      ]),
    };
  });
}

function textKey(sample: Sample): string {
  const key = sample.roots.get("key");
  return typeof key === "string"
    ? key
    : JSON.stringify(key, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

/** Where records are re-keyed for the join: a text that both hold, such as the id of an order. */
function shares(left: Sample, right: Sample): boolean {
  const texts = (sample: Sample): unknown[] => {
    const value = sample.roots.get("value");
    return typeof value === "object" && value !== null
      ? Object.values(value).filter((item) => typeof item === "string")
      : [];
  };
  const known = new Set(texts(left));
  return texts(right).some((text) => known.has(text) && String(text).length > 2);
}

/** The sample as an expression of the right side of a join sees it. */
export function rightSample(sample: Sample): Sample {
  const right = sample.roots.get("$right");
  return typeof right === "object" && right !== null && "roots" in right ? (right as Sample) : sample;
}

export type SampleValue = { readonly text: string } | { readonly error: string };

/** What the expression gives for the sample. */
export function evaluateSample(typed: Typed, { roots }: Sample): SampleValue {
  try {
    return {
      text: valueText(
        evaluate(typed, (root) => roots.get(root) ?? null),
        typed.type,
      ),
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

export function valueText(value: unknown, type: Type): string {
  const text = typeof value === "string" ? JSON.stringify(value) : textOf(value, type);
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
