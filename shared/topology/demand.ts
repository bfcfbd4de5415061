/**
 * What is wanted of a record: which paths of which roots are read, and whether the whole is passed on. Passing on copies bytes; it reads nothing,
 * but it forbids to leave anything out.
 */
import type { FieldUse } from "../expressions/typed.ts";

export class Demand {
  readonly #uses = new Map<string, FieldUse>();
  readonly #copied = new Set<string>();

  read(uses: Iterable<FieldUse>): this {
    for (const use of uses) this.#uses.set(JSON.stringify([use.root, ...use.steps]), use);
    return this;
  }

  /** The root is passed on as it is. */
  copy(root: string): this {
    this.#copied.add(root);
    return this;
  }

  merge(other: Demand): this {
    for (const [key, use] of other.#uses) this.#uses.set(key, use);
    for (const root of other.#copied) this.#copied.add(root);
    return this;
  }

  isCopied(root: string): boolean {
    return this.#copied.has(root);
  }

  /** Paths under a root; `[]` among them is the whole of it. */
  paths(root: string): (readonly string[])[] {
    return [...this.#uses.values()].filter((use) => use.root === root).map((use) => use.steps);
  }

  /** Paths that are read, sorted, none of which is the beginning of another. */
  uses(roots: readonly string[]): FieldUse[] {
    const keys = [...this.#uses].filter(([, use]) => roots.includes(use.root)).map(([key]) => key);
    return keys
      .toSorted()
      .flatMap((key) => this.#uses.get(key) ?? [])
      .filter((use) => !this.#hasPrefix(use));
  }

  #hasPrefix({ root, steps }: FieldUse): boolean {
    return steps.some((_, i) => this.#uses.has(JSON.stringify([root, ...steps.slice(0, i)])));
  }
}
