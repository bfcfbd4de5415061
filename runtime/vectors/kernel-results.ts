/** Where the generated code of a kernel writes the value of one expression, row by row. */
import type { Type } from "../../shared/records/types.ts";
import type { BooleanColumn, Column } from "./column.ts";
import { rowValues } from "./rows.ts";
import { formOf, type LeafForm } from "./leaf-form.ts";

export class Result {
  readonly form: "number" | "boolean" | "value";
  readonly type: Type;
  numbers: Float64Array = new Float64Array(0);
  truths: Uint8Array = new Uint8Array(0);
  values: unknown[] = [];
  readonly spill: (row: number, value: unknown) => void;
  #nulls: Uint8Array | null = null;
  #exact: Map<number, unknown> | null = null;

  constructor(type: Type) {
    const form: LeafForm = formOf(type);
    this.form = form === "text" ? "value" : form;
    this.type = type;
    this.spill = (row, value) => this.#spill(row, value);
  }

  prepare(rows: number): void {
    if (this.form === "number") this.numbers = new Float64Array(rows);
    else if (this.form === "boolean") this.truths = new Uint8Array(rows);
    else this.values = rowValues(rows);
    this.#nulls = null;
    this.#exact = null;
  }

  /** The filled column; the arrays are the caller's from now on. */
  finish(): Column {
    if (this.form === "boolean") return { kind: "boolean", values: this.truths } satisfies BooleanColumn;
    if (this.form === "value") return { kind: "value", type: this.type, values: this.values };
    if (this.#exact === null) return { kind: "number", type: this.type, values: this.numbers, nulls: this.#nulls };
    const values: unknown[] = Array.from(this.numbers);
    for (const [row, value] of this.#exact) values[row] = value;
    if (this.#nulls !== null) for (const [row, isNull] of this.#nulls.entries()) if (isNull === 1) values[row] = null;
    return { kind: "value", type: this.type, values };
  }

  /** What a double does not hold: nulls, and integers beyond 2^53. */
  #spill(row: number, value: unknown): void {
    if (value === null || value === undefined) {
      this.#nulls ??= new Uint8Array(this.numbers.length);
      this.#nulls[row] = 1;
    } else {
      this.#exact ??= new Map();
      this.#exact.set(row, value);
    }
  }
}
