/** A dense column under construction: typed arrays as long as the type and the values allow. */
import type { Type } from "../../../shared/records/types.ts";
import { withoutNull } from "../../../shared/records/types.ts";
import type { Column } from "../../vectors/column.ts";

export class Results {
  readonly #type: Type;
  readonly #boolean: boolean;
  #numbers: Float64Array | null;
  readonly #nulls: Uint8Array;
  #values: unknown[] = [];
  #anyNull = false;

  constructor(type: Type, rows: number) {
    this.#type = type;
    const { kind } = withoutNull(type);
    this.#boolean = kind === "boolean";
    const numeric = this.#boolean || kind === "int" || kind === "number" || kind === "instant" || kind === "duration";
    this.#numbers = numeric ? new Float64Array(rows) : null;
    this.#nulls = new Uint8Array(numeric ? rows : 0);
    if (!numeric) this.#values = Array.from({ length: rows }, () => null);
  }

  setNull(row: number): void {
    this.#anyNull = true;
    if (this.#numbers === null) this.#values[row] = null;
    else this.#nulls[row] = 1;
  }

  /** A number, or a boolean as 0 or 1. */
  setNumber(row: number, value: number): void {
    if (this.#numbers === null) this.#values[row] = value;
    else this.#numbers[row] = value;
  }

  setValue(row: number, value: unknown): void {
    if (value === null) this.setNull(row);
    else if (typeof value === "number") this.setNumber(row, value);
    else if (typeof value === "boolean" && this.#numbers !== null) this.#numbers[row] = value ? 1 : 0;
    else {
      this.#useValues();
      this.#values[row] = value;
    }
  }

  column(): Column {
    if (this.#numbers === null) return { kind: "value", type: this.#type, values: this.#values };
    const nulls = this.#anyNull ? this.#nulls : null;
    if (!this.#boolean) return { kind: "number", type: this.#type, values: this.#numbers, nulls };
    const values = Uint8Array.from(this.#numbers, (value, row) => (nulls?.[row] === 1 ? 2 : value));
    return { kind: "boolean", values };
  }

  /** An integer beyond the safe range came: no double can hold it. */
  #useValues(): void {
    const numbers = this.#numbers;
    if (numbers === null) return;
    this.#values = Array.from(numbers, (value, row) => (this.#nulls[row] === 1 ? null : value));
    this.#numbers = null;
  }
}
