import type { PreviewRecords, PreviewRow } from "../../../shared/protocol/preview.ts";

/** What all rows of an answer may take together, in characters of JSON. */
export class RowBudget {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  spend(row: PreviewRow): void {
    this.#left -= 80 + (row.key?.length ?? 0) + (row.value?.length ?? 0);
    for (const [name, value] of row.headers ?? []) this.#left -= 8 + name.length + (value?.length ?? 0);
  }
}

/** The first rows, and how many there were. */
export class RowList implements PreviewRecords {
  count = 0;
  readonly rows: PreviewRow[] = [];
  readonly #limit: number;
  readonly #budget: RowBudget;

  constructor(limit: number, budget: RowBudget) {
    this.#limit = limit;
    this.#budget = budget;
  }

  /** `make` is called only where the row is kept. */
  add(make: () => PreviewRow): void {
    this.count += 1;
    if (this.rows.length >= this.#limit || this.#budget.isSpent) return;
    const row = make();
    this.#budget.spend(row);
    this.rows.push(row);
  }

  toJson(): PreviewRecords {
    return { count: this.count, rows: this.rows };
  }
}
