/**
 * Takes a member from the tasks that it has to those that it shall have, one step after the other: give up, say so, take on. A newer target
 * that arrives on the way is taken up after the step that is under way; tasks that were lost end it.
 */
import type { MembershipCallbacks, TaskId } from "../ports.ts";
import { sameTasks, tasksWithout } from "./tasks.ts";

export class Reconciler {
  #owned: readonly TaskId[] = [];
  #target: readonly TaskId[] | null = null;
  #running: Promise<void> | null = null;
  /** Counts losses: what began before one must not go on after it. */
  #era = 0;
  readonly #callbacks: MembershipCallbacks;
  readonly #reconciled: (revoked: readonly TaskId[]) => void;

  /** `reconciled` is told after each step that changed something, with what was given up. */
  constructor(callbacks: MembershipCallbacks, reconciled: (revoked: readonly TaskId[]) => void) {
    this.#callbacks = callbacks;
    this.#reconciled = reconciled;
  }

  get owned(): readonly TaskId[] {
    return this.#owned;
  }

  get isBusy(): boolean {
    return this.#running !== null;
  }

  moveTo(target: readonly TaskId[]): void {
    this.#target = target;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** All tasks are somebody else's already. */
  lose(): void {
    this.#era += 1;
    this.#target = null;
    const lost = this.#owned;
    this.#owned = [];
    if (lost.length > 0) this.#callbacks.lost(lost);
  }

  async #run(): Promise<void> {
    try {
      for (let target = this.#next(); target !== null; target = this.#next()) await this.#step(target);
    } catch (error) {
      this.#callbacks.failed(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #next(): readonly TaskId[] | null {
    const target = this.#target;
    this.#target = null;
    return target;
  }

  async #step(target: readonly TaskId[]): Promise<void> {
    const era = this.#era;
    const revoked = tasksWithout(this.#owned, target);
    if (revoked.length > 0) {
      await this.#callbacks.revoke(revoked);
      if (era !== this.#era) return;
      this.#owned = tasksWithout(this.#owned, revoked);
    }
    if (!sameTasks(this.#owned, target) || revoked.length > 0) {
      this.#owned = target;
      await this.#callbacks.assign(target);
      if (era !== this.#era) return;
    }
    this.#reconciled(revoked);
  }
}
