/**
 * Ids that sources have in common, so that joins between them meet. What a stream is about is numbered on (order 1, 2, 3, …), and others refer to
 * one that came a moment ago; what a table is about, and everything else, is one of a dozen that come again and again.
 */
const DOZEN = 12;
/** How far back a reference to a numbered thing may go. */
const RECENT = 3;

export class IdPools {
  /** Nouns that some source is about. */
  readonly stems: ReadonlySet<string>;
  readonly #numbered: ReadonlySet<string>;

  constructor(sources: readonly { readonly stem: string; readonly isTable: boolean }[]) {
    this.stems = new Set(sources.map((source) => source.stem));
    const tables = new Set(sources.filter((source) => source.isTable).map((source) => source.stem));
    this.#numbered = new Set([...this.stems].filter((stem) => !tables.has(stem)));
  }

  /** `own`: the id of the record itself and not one that it refers to. */
  numberOf(stem: string, { own, index, uniform }: { own: boolean; index: number; uniform: number }): number {
    if (this.#numbered.has(stem)) return own ? index + 1 : Math.max(1, index + 1 - Math.floor(uniform * RECENT));
    return own ? (index % DOZEN) + 1 : Math.floor(uniform * DOZEN) + 1;
  }

  /** How many records of a table come first, one for each id. */
  static readonly tableSize = DOZEN;
}
