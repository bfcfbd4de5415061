import type { StoredOffset } from "../storage.ts";

/** Committed offsets of a group, and those of transactions that are not decided yet. */
export class GroupOffsets {
  readonly #committed = new Map<string, Map<number, StoredOffset>>();
  readonly #pending = new Map<number, StoredOffset[]>();

  get(topic: string, partition: number): StoredOffset | undefined {
    return this.#committed.get(topic)?.get(partition);
  }

  all(): StoredOffset[] {
    return [...this.#committed.values()].flatMap((partitions) => [...partitions.values()]);
  }

  put(offset: StoredOffset): void {
    const partitions = this.#committed.get(offset.topic) ?? new Map<number, StoredOffset>();
    this.#committed.set(offset.topic, partitions);
    if (offset.offset < 0) partitions.delete(offset.partition);
    else partitions.set(offset.partition, offset);
    if (partitions.size === 0) this.#committed.delete(offset.topic);
  }

  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  isPending(topic: string, partition: number): boolean {
    return [...this.#pending.values()].some((list) =>
      list.some((offset) => offset.topic === topic && offset.partition === partition),
    );
  }

  addPending(producerId: number, offsets: readonly StoredOffset[]): void {
    this.#pending.set(producerId, [...(this.#pending.get(producerId) ?? []), ...offsets]);
  }

  pendingOf(producerId: number): readonly StoredOffset[] {
    return this.#pending.get(producerId) ?? [];
  }

  /** Ends the transaction of a producer: its offsets count, or are forgotten. */
  settle(producerId: number, commit: boolean): readonly StoredOffset[] {
    const offsets = this.pendingOf(producerId);
    this.#pending.delete(producerId);
    if (!commit) return [];
    for (const offset of offsets) this.put(offset);
    return offsets;
  }
}
