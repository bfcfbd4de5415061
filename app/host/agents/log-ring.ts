/** The newest lines of a run's log; older ones give way. */
export class LogRing<Line> {
  readonly #limit: number;
  #lines: Line[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(lines: readonly Line[]): void {
    this.#lines.push(...lines.slice(-this.#limit));
    // Cut only now and then: a copy for each line would be quadratic in a loud run.
    if (this.#lines.length > 2 * this.#limit) this.#lines = this.#lines.slice(-this.#limit);
  }

  /** Oldest first. */
  list(): readonly Line[] {
    return this.#lines.slice(-this.#limit);
  }
}
