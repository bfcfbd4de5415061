/** Work that has to be done between two slices of a worker's loop, in order, and never again once the loop has ended. */
export class Jobs {
  #waiting: { run: () => Promise<void>; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #wake: () => void = () => {};
  #end: { readonly error: Error | null } | null = null;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** After the loop has ended: refused when it failed; where it was stopped, there is nothing left to do. */
  add(run: () => Promise<void>): Promise<void> {
    if (this.#end !== null) return this.#end.error === null ? Promise.resolve() : Promise.reject(this.#end.error);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run, resolve, reject });
      this.#wake();
    });
  }

  /** A job that fails is its asker's concern. */
  async run(): Promise<void> {
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift())
      await job.run().then(job.resolve, job.reject);
  }

  /** Resolves when a job comes, or at `wake`. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.#wake();
  }

  /** `error`: why the loop failed; null where it was stopped. */
  end(error: Error | null): void {
    this.#end = { error };
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (error === null) resolve();
      else reject(error);
    }
  }
}
