/** Which things belong together, learnt pair by pair: a disjoint-set forest (Tarjan 1975), nearly linear. */
export class Groups {
  readonly #above = new Map<string, string>();
  readonly #sizes = new Map<string, number>();

  add(id: string): void {
    if (!this.#above.has(id)) this.#above.set(id, id);
  }

  join(a: string, b: string): void {
    const [one, other] = [this.find(a), this.find(b)];
    if (one === other) return;
    const sizes = [this.#sizes.get(one) ?? 1, this.#sizes.get(other) ?? 1] as const;
    const [leader, follower] = sizes[0] >= sizes[1] ? [one, other] : [other, one];
    this.#above.set(follower, leader);
    this.#sizes.set(leader, sizes[0] + sizes[1]);
  }

  /** The member that stands for the whole group; adds what is not known. */
  find(id: string): string {
    this.add(id);
    let leader = id;
    for (let above = this.#above.get(leader); above !== undefined && above !== leader; above = this.#above.get(leader))
      leader = above;
    for (let at = id; at !== leader;) {
      const above = this.#above.get(at) ?? leader;
      this.#above.set(at, leader);
      at = above;
    }
    return leader;
  }
}

/** Items by a name that each has, names in the order in which they are first met. */
export function groupBy<T>(items: Iterable<T>, nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}
