/**
 * Cases of Kafka Streams' own tests as data, and the short notation that they are written in. A case says what a node is configured with, as in
 * a pipeline document, what it is given in order, and what leaves it after each record.
 */
export interface TableCase {
  readonly name: string;
  readonly operator: "aggregate" | "stream-table-join" | "stream-stream-join";
  /** As in a pipeline document. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Types of values by input port; keys are strings. */
  readonly types: readonly string[];
  readonly inputs: readonly InputRecord[];
  /** Per input. */
  readonly outputs: readonly (readonly OutputRecord[])[];
  readonly drops?: Readonly<Record<string, number>>;
}

export interface InputRecord {
  readonly port: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
}

export interface OutputRecord {
  readonly key: unknown;
  readonly value: unknown;
  readonly timestamp: number;
}

/** `L:A@3` left, value A, time 3; `R7:∅@4` right, key 7, null; `Lnull:E@16` without a key. Without one the key is `0`. */
export function inputs(text: string): InputRecord[] {
  return words(text).map((word) => {
    const match = /^([LR])([^:]*):(.*)@(-?\d+)$/u.exec(word);
    if (match === null) throw new Error(`not a record: ${word}`);
    const [, side, key, value, timestamp] = match;
    return {
      port: side === "L" ? 0 : 1,
      key: key === "null" ? null : key === "" ? "0" : key!,
      value: value === "∅" ? null : value!,
      timestamp: Number(timestamp),
    };
  });
}

/** `A-a@4` value and time of key 0; `3:null+100@211` of key 3; `null:E-null@16` without a key. */
export function joined(text: string): OutputRecord[] {
  return words(text).map((word) => {
    const match = /^(?:([^:]*):)?(.*)@(-?\d+)$/u.exec(word);
    if (match === null) throw new Error(`not a result: ${word}`);
    const [, key, value, timestamp] = match;
    return { key: key === "null" ? null : (key ?? "0"), value, timestamp: Number(timestamp) };
  });
}

/** `A[0,10]0+1+2@5`: key A, window 0 to 10, the values 1 and 2, time 5. */
export function windowed(text: string): OutputRecord[] {
  return words(text).map((word) => {
    const match = /^([^[]*)\[(\d+),(\d+)\]0((?:\+[^@+]*)*)@(\d+)$/u.exec(word);
    if (match === null) throw new Error(`not a windowed result: ${word}`);
    const [, key, start, end, values, timestamp] = match;
    return {
      key: { key, window: { start: instant(start), end: instant(end) } },
      value: { values: values === "" ? [] : values!.slice(1).split("+") },
      timestamp: Number(timestamp),
    };
  });
}

/** As JSON says instants. */
function instant(ms: string | undefined): string {
  return new Date(Number(ms)).toISOString();
}

/** Outputs by number of the input, from 1; other inputs give nothing. */
export function steps<T>(count: number, outputs: Readonly<Record<number, readonly T[]>>): T[][] {
  return Array.from({ length: count }, (_, i) => [...(outputs[i + 1] ?? [])]);
}

function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}
