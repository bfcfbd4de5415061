/**
 * What the generated code of a kernel reads: one leaf per path of its expressions, prepared before the loop for the rows at hand. The generated
 * code reads typed arrays inline; `read` is the slow way for every row that they do not hold, and throws for what is not there or not of the type.
 */
import { Mismatch } from "../../shared/records/coerce.ts";
import { mustPresent } from "../../shared/expressions/reading.ts";
import { withoutNull, type Type } from "../../shared/records/types.ts";
import type { LeafForm } from "./leaf-form.ts";
import { booleanLeaf } from "./boolean-leaf.ts";
import { TOKEN, type Column } from "./column.ts";
import { viewOf } from "./data-view.ts";
import { resolvePath } from "./locate.ts";
import { numberLeaf, type NumberKind } from "./number-leaf.ts";
import { readRow } from "./read.ts";
import type { Roots } from "./roots.ts";
import { rowValues } from "./rows.ts";
import { TextReader, textsOf } from "./text-leaf.ts";

const noNumbers = new Float64Array(0);
const noStates = new Uint8Array(0);

export class Leaf {
  readonly form: LeafForm;
  readonly read: (row: number) => unknown;
  /** number: values and states; boolean: truths in `states`; text and value: what has been read so far. */
  values: Float64Array = noNumbers;
  states: Uint8Array = noStates;
  known: unknown[] = [];
  /** Set where generated code looks into `known` itself; otherwise nothing is kept. */
  keeps = false;
  /** Every live row is a number: `values` alone says all. */
  complete = false;
  readonly #root: string;
  readonly #steps: readonly string[];
  readonly #type: Type;
  readonly #path: string;
  readonly #nullable: boolean;
  readonly #texts: TextReader;
  #column: Column | null = null;

  constructor(form: LeafForm, root: string, steps: readonly string[], type: Type) {
    this.form = form;
    this.#root = root;
    this.#steps = steps;
    this.#type = type;
    this.#path = steps.map((step) => `.${step}`).join("");
    this.#nullable = type.kind === "nullable" || type.kind === "any" || type.kind === "null";
    this.#texts = new TextReader(this.#path);
    this.read = form === "text" ? (row) => this.#readText(row) : (row) => this.#readValue(row);
  }

  get column(): Column {
    return this.#column!;
  }

  prepare(roots: Roots, selection: Int32Array, selected: number): void {
    const column = resolvePath(roots.column(this.#root), this.#steps, selection, selected);
    this.#column = column;
    if (this.form === "number") {
      const kind = withoutNull(this.#type).kind as NumberKind;
      const leaf = numberLeaf(column, kind, roots.rows, selection, selected);
      this.values = leaf.values;
      this.states = leaf.states;
      this.complete = leaf.complete;
    } else if (this.form === "boolean") this.states = booleanLeaf(column, roots.rows, selection, selected);
    else if (this.keeps) this.known = this.form === "text" ? textsOf(column, roots.rows) : rowValues(roots.rows);
  }

  /** Lets go of the batch. */
  release(): void {
    this.#column = null;
    this.values = noNumbers;
    this.states = noStates;
    this.known = [];
  }

  #readText(row: number): unknown {
    const text = this.#texts.read(this.#column!, row);
    if (this.keeps) this.known[row] = text;
    return text === null && !this.#nullable ? this.#missing() : text;
  }

  #readValue(row: number): unknown {
    const value = readRow(this.#column!, row, this.#type);
    if (value instanceof Mismatch) throw value.within(this.#path).toError();
    if (value === null) return this.#nullable ? null : this.#missing();
    if (this.keeps) this.known[row] = value;
    return value;
  }

  #missing(): unknown {
    return mustPresent(null, this.#root + this.#path);
  }
}

/**
 * Compares a path with a literal text by bytes, so that no string is made. A null is not equal to any text; what is no text goes through the leaf,
 * which throws.
 */
export class TextEquality {
  readonly test: (row: number) => boolean;
  readonly #leaf: Leaf;
  readonly #literal: string;
  readonly #words: Int32Array;
  readonly #length: number;
  #starts: Int32Array = new Int32Array(0);
  #ends: Int32Array = new Int32Array(0);
  #tokens: Uint8Array = noStates;
  #data: DataView = new DataView(new ArrayBuffer(0));

  constructor(leaf: Leaf, literal: string) {
    this.#leaf = leaf;
    this.#literal = literal;
    const quoted = Buffer.from(JSON.stringify(literal));
    this.#length = quoted.length;
    const data = new DataView(quoted.buffer, quoted.byteOffset, quoted.length);
    this.#words = Int32Array.from({ length: (quoted.length + 3) >> 2 }, (_, k) =>
      quoted.length < 4 ? 0 : data.getInt32(Math.min(k * 4, quoted.length - 4), true),
    );
    this.test = (row) => this.#test(row);
  }

  prepare(): void {
    const { column } = this.#leaf;
    if (column.kind === "json" && this.#length >= 4) {
      this.#starts = column.starts;
      this.#ends = column.ends;
      this.#tokens = column.tokens;
      this.#data = viewOf(column.buffer);
    } else this.#tokens = noStates;
  }

  #test(row: number): boolean {
    if (this.#tokens[row] !== TOKEN.text) return this.#leaf.read(row) === this.#literal;
    const from = this.#starts[row]!;
    const to = this.#ends[row]!;
    if (to - from !== this.#length) return false;
    const data = this.#data;
    const words = this.#words;
    const last = words.length - 1;
    for (let k = 0; k < last; k++) if (data.getInt32(from + (k << 2), true) !== words[k]) return false;
    return data.getInt32(to - 4, true) === words[last];
  }
}
