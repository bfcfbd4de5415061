/** A sleep that can be cut short. */
export class Wakeable {
  #wake: (() => void) | null = null;
  #isAwake = false;

  /** Resolves after so long, or at once if `wake` was called since the last sleep. */
  sleep(ms: number): Promise<void> {
    if (this.#isAwake) {
      this.#isAwake = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  wake(): void {
    if (this.#wake === null) this.#isAwake = true;
    else this.#wake();
  }
}
