/**
 * Records that a person pastes: NDJSON, a JSON array, or CSV with a header. Each item is a record (`{"timestamp": …, "key": …, "value": …}`, what copies
 * of the grids and test documents hold) or only its value. Garbage says where and why; nothing is left out silently.
 */
import type { SampleRecord } from "../../../../shared/protocol/sample-record.ts";
import { parseInstant } from "../../../../shared/records/instants.ts";
import { parseJsonText } from "../../../../shared/records/json-text.ts";
import { withoutNull, type Type } from "../../../../shared/records/types.ts";
import type { RecordType } from "../../../../shared/topology/topology.ts";
import { arraySlices, compactSlice, objectSlices, sliceText } from "../records/json-slices.ts";
import { parseCsv } from "./parse-csv.ts";

export type PastedForm = "NDJSON" | "JSON" | "CSV";

export interface Pasted {
  readonly form: PastedForm;
  readonly records: readonly SampleRecord[];
  readonly problems: readonly PasteProblem[];
}

export interface PasteProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export const PASTE_LIMIT = 20_000;
const PROBLEMS_SHOWN = 20;
/** Between records that say nothing of their time. */
const STEP_MS = 1000;

/** `startMs`: time of the first record where none says its own. */
export function parsePasted(text: string, type: RecordType | null, startMs: number): Pasted {
  const trimmed = text.trim();
  const form = formOf(trimmed);
  const clock = new Clock(startMs);
  const out = new Collector(form);
  if (form === "CSV") readCsv(trimmed, type, clock, out);
  else if (form === "JSON") readArray(trimmed, clock, out);
  else readLines(text, clock, out);
  return out;
}

function formOf(text: string): PastedForm {
  if (text.startsWith("[")) return "JSON";
  if (text.startsWith("{") || text.startsWith('"') || text === "") return "NDJSON";
  const [first = ""] = text.split("\n", 1);
  return first.includes(",") || first.includes(";") || first.includes("\t") ? "CSV" : "NDJSON";
}

class Collector implements Pasted {
  readonly form: PastedForm;
  readonly records: SampleRecord[] = [];
  readonly problems: PasteProblem[] = [];

  constructor(form: PastedForm) {
    this.form = form;
  }

  get isFull(): boolean {
    return this.records.length >= PASTE_LIMIT;
  }

  complain(line: number, message: string): void {
    if (this.problems.length < PROBLEMS_SHOWN) this.problems.push({ line, message });
  }
}

/** Event time of records that have none: one second after the record before. */
class Clock {
  #nextMs: number;

  constructor(startMs: number) {
    this.#nextMs = startMs;
  }

  take(ownMs: number | null): number {
    const timeMs = ownMs ?? this.#nextMs;
    this.#nextMs = timeMs + STEP_MS;
    return timeMs;
  }
}

function readLines(text: string, clock: Clock, out: Collector): void {
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    if (out.isFull) return out.complain(index + 1, `Only the first ${PASTE_LIMIT} records are taken.`);
    const problem = jsonProblem(line);
    // One value over several lines is one record, as it is printed.
    if (problem !== null && index === 0 && jsonProblem(text) === null) return addItem(text.trim(), 1, clock, out);
    if (problem === null) addItem(line.trim(), index + 1, clock, out);
    else out.complain(index + 1, problem);
  }
}

function readArray(text: string, clock: Clock, out: Collector): void {
  const problem = jsonProblem(text);
  if (problem !== null) return out.complain(lineOf(text, problem), problem);
  let from = 0;
  for (const slice of arraySlices(text) ?? []) {
    from = text.indexOf(slice, from);
    const line = text.slice(0, from).split("\n").length;
    if (out.isFull) return out.complain(line, `Only the first ${PASTE_LIMIT} records are taken.`);
    addItem(slice, line, clock, out);
    from += slice.length;
  }
}

const envelopeNames: ReadonlySet<string> = new Set([
  "timestamp",
  "timestampMs",
  "key",
  "value",
  "headers",
  "partition",
]);

function addItem(slice: string, line: number, clock: Clock, out: Collector): void {
  const members = objectSlices(slice);
  const isRecord = members?.has("value") === true && [...members.keys()].every((name) => envelopeNames.has(name));
  if (members === null || !isRecord) {
    out.records.push({ timestampMs: clock.take(null), key: null, value: nullable(slice) });
    return;
  }
  const time = members.get("timestamp") ?? members.get("timestampMs");
  const timeMs = time === undefined ? null : timeOf(time);
  if (timeMs === undefined) {
    out.complain(
      line,
      `The timestamp ${time ?? ""} is neither milliseconds since 1970 nor an instant such as "2026-05-01T10:14:02Z".`,
    );
    return;
  }
  const headers = headersOf(members.get("headers"));
  if (headers === undefined) return out.complain(line, "Headers must be an object of texts.");
  out.records.push({
    timestampMs: clock.take(timeMs),
    key: nullable(members.get("key")),
    value: nullable(members.get("value")),
    ...(headers.length === 0 ? {} : { headers }),
  });
}

function nullable(slice: string | undefined): string | null {
  return slice === undefined || slice === "null" ? null : compactSlice(slice);
}

function timeOf(slice: string): number | undefined {
  const text = sliceText(slice);
  const ms = slice.startsWith('"') ? parseInstant(text) : Number(text);
  return ms !== undefined && Number.isFinite(ms) ? ms : undefined;
}

function headersOf(slice: string | undefined): [string, string | null][] | undefined {
  if (slice === undefined || slice === "null") return [];
  const members = objectSlices(slice);
  if (members === null) return undefined;
  return [...members].map(([name, value]) => [name, value === "null" ? null : sliceText(value)]);
}

/** Null where it is JSON. */
function jsonProblem(text: string): string | null {
  try {
    parseJsonText(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function lineOf(text: string, problem: string): number {
  const at = /at character (\d+)/.exec(problem)?.[1];
  return at === undefined ? 1 : text.slice(0, Number(at)).split("\n").length;
}

function readCsv(text: string, type: RecordType | null, clock: Clock, out: Collector): void {
  const { header, rows, problem } = parseCsv(text);
  if (problem !== null) out.complain(problem.line, problem.message);
  const value = type === null ? null : withoutNull(type.value);
  const kinds = new Map(
    value?.kind === "struct" ? value.fields.map((field) => [field.name, withoutNull(field.type)]) : [],
  );
  for (const { cells, line } of rows) {
    if (out.isFull) return out.complain(line, `Only the first ${PASTE_LIMIT} records are taken.`);
    if (cells.length !== header.length) {
      out.complain(line, `The line has ${cells.length} columns, the header ${header.length}.`);
      continue;
    }
    let timeMs: number | null = null;
    let key: string | null = null;
    const members: string[] = [];
    for (const [index, name] of header.entries()) {
      const cell = cells[index] ?? "";
      if (name === "key" && !kinds.has(name)) key = csvJson(cell, type === null ? undefined : withoutNull(type.key));
      else if ((name === "time" || name === "timestamp") && !kinds.has(name))
        timeMs = timeOf(/^-?\d+$/.test(cell) ? cell : JSON.stringify(cell)) ?? null;
      else members.push(`${JSON.stringify(name)}:${csvJson(cell, kinds.get(name)) ?? "null"}`);
    }
    out.records.push({ timestampMs: clock.take(timeMs), key, value: `{${members.join(",")}}` });
  }
}

const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** By the declared type; without one, what looks like a number or a truth value is one. Empty is null. */
function csvJson(cell: string, type: Type | undefined): string | null {
  if (cell === "") return null;
  const kind = type?.kind ?? "any";
  if (kind === "string" || kind === "instant" || kind === "duration" || kind === "bytes") return JSON.stringify(cell);
  if (numberText.test(cell) || cell === "true" || cell === "false" || cell === "null")
    return cell === "null" ? null : cell;
  if ((cell.startsWith("{") || cell.startsWith("[")) && jsonProblem(cell) === null) return compactSlice(cell);
  return JSON.stringify(cell);
}
