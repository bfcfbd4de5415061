/** The vertices of a directed graph from which a way leads back to themselves, in time linear in its size. */

/** Tarjan's strongly connected components (1972), without recursion: graphs may be as deep as they have vertices. */
export function verticesOnCycles(next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const walk = new Walk(next);
  for (const start of next.keys()) walk.from(start);
  return walk.found;
}

interface Step {
  readonly id: string;
  readonly index: number;
  /** The smallest index that is reached from here and still open. */
  low: number;
  at: number;
}

class Walk {
  readonly found = new Set<string>();
  readonly #next: ReadonlyMap<string, readonly string[]>;
  readonly #indexes = new Map<string, number>();
  readonly #open: string[] = [];
  readonly #isOpen = new Set<string>();

  constructor(next: ReadonlyMap<string, readonly string[]>) {
    this.#next = next;
  }

  from(start: string): void {
    if (this.#indexes.has(start)) return;
    const path = [this.#enter(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = this.#next.get(top.id)?.[top.at];
      top.at += 1;
      if (to !== undefined) this.#follow(top, to, path);
      else {
        path.pop();
        const above = path.at(-1);
        if (above !== undefined) above.low = Math.min(above.low, top.low);
        if (top.low === top.index) this.#close(top.id);
      }
    }
  }

  #enter(id: string): Step {
    const index = this.#indexes.size;
    this.#indexes.set(id, index);
    this.#open.push(id);
    this.#isOpen.add(id);
    return { id, index, low: index, at: 0 };
  }

  #follow(from: Step, to: string, path: Step[]): void {
    const index = this.#indexes.get(to);
    if (index === undefined) path.push(this.#enter(to));
    else if (this.#isOpen.has(to)) {
      from.low = Math.min(from.low, index);
      if (to === from.id) this.found.add(to);
    }
  }

  /** Everything opened since the root of a component belongs to it. */
  #close(root: string): void {
    const component: string[] = [];
    for (let id = this.#open.pop(); id !== undefined; id = this.#open.pop()) {
      this.#isOpen.delete(id);
      component.push(id);
      if (id === root) break;
    }
    if (component.length > 1) for (const id of component) this.found.add(id);
  }
}
