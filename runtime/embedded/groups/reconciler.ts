/** Moves assignments from what members have to what they should have: the old owner gives up first, then the new one gets it. */
export interface ReconciledMember {
  readonly id: string;
  epoch: number;
  previousEpoch: number;
  /** What it was told to own. */
  assigned: Set<string>;
  /** What it was told to give up and has not yet confirmed. */
  revoking: Set<string>;
  target: ReadonlySet<string>;
}

/** Takes note of what the member says that it owns: what is not among it has been given up. */
export function confirmRevoked(member: ReconciledMember, owned: ReadonlySet<string>): void {
  for (const item of member.revoking) if (!owned.has(item)) member.revoking.delete(item);
}

/**
 * One step towards the target of `member`; true when what it owns has changed. It reaches `epoch` as soon as it has nothing more to give up,
 * and gets what others still hold with a later step.
 */
export function reconcile(member: ReconciledMember, all: Iterable<ReconciledMember>, epoch: number): boolean {
  if (member.revoking.size > 0) return false;
  const kept = new Set([...member.assigned].filter((item) => member.target.has(item)));
  if (kept.size < member.assigned.size) {
    member.revoking = new Set([...member.assigned].filter((item) => !member.target.has(item)));
    member.assigned = kept;
    return true;
  }
  const held = new Set<string>();
  for (const other of all) {
    if (other === member) continue;
    for (const item of other.assigned) held.add(item);
    for (const item of other.revoking) held.add(item);
  }
  const given = [...member.target].filter((item) => !member.assigned.has(item) && !held.has(item));
  for (const item of given) member.assigned.add(item);
  if (member.epoch !== epoch) {
    member.previousEpoch = member.epoch;
    member.epoch = epoch;
    return true;
  }
  return given.length > 0;
}

export function isReconciled(member: ReconciledMember, epoch: number): boolean {
  return member.epoch === epoch && member.revoking.size === 0 && member.assigned.size === member.target.size;
}

/**
 * Spreads items evenly over members. Everybody keeps what it has as far as its share goes; the rest goes to whoever has least. `mayOwn`
 * restricts an item to some members.
 */
export function assignSticky(
  items: readonly string[],
  members: readonly { readonly id: string; readonly current: ReadonlySet<string> }[],
  mayOwn: (memberId: string, item: string) => boolean = () => true,
): Map<string, Set<string>> {
  const result = new Map(members.map(({ id }) => [id, new Set<string>()]));
  if (members.length === 0) return result;
  const least = Math.floor(items.length / members.length);
  let larger = items.length % members.length;
  const wanted = new Set(items);
  const taken = new Set<string>();
  // Those who have most keep the larger shares.
  for (const { id, current } of members.toSorted((a, b) => b.current.size - a.current.size || (a.id < b.id ? -1 : 1))) {
    const keep = [...current].filter((item) => wanted.has(item) && !taken.has(item) && mayOwn(id, item)).toSorted();
    let share = least;
    if (keep.length > least && larger > 0) {
      share = least + 1;
      larger--;
    }
    for (const item of keep.slice(0, share)) {
      result.get(id)!.add(item);
      taken.add(item);
    }
  }
  for (const item of items) {
    if (taken.has(item)) continue;
    let best: Set<string> | undefined;
    for (const { id } of members) {
      const owned = result.get(id)!;
      if (mayOwn(id, item) && (best === undefined || owned.size < best.size)) best = owned;
    }
    best?.add(item);
  }
  return result;
}
