/**
 * The history of one document: immutable roots in a tree. Undo and redo move between them, nothing is inverted. Every change is told to the library in
 * order; what the library cannot take now is tried again, and editing goes on.
 */
import { must } from "../../../shared/assert.ts";
import type { Host, HistoryEntry } from "../../../shared/protocol/host-api.ts";
import type { StudioDocument } from "../../../shared/pipeline/studio-document.ts";

export interface HistoryStep {
  readonly label: string;
  /** Nodes to show when it is undone or redone. */
  readonly touched: readonly string[];
  readonly root: StudioDocument;
  readonly parent: HistoryStep | null;
  /** The child that redo leads to: the newest. */
  next: HistoryStep | null;
  /** In the library; null while it is on its way, and for the contents of the file. */
  sequence: number | null;
  readonly atMs: number;
}

export function makeBase(root: StudioDocument, sequence: number | null): HistoryStep {
  return { label: "Opened", touched: [], root, parent: null, next: null, sequence, atMs: Date.now() };
}

export function makeStep(parent: HistoryStep, step: Pick<HistoryStep, "label" | "touched" | "root">): HistoryStep {
  return { ...step, parent, next: null, sequence: null, atMs: Date.now() };
}

/** Sends steps and moves one after the other; a step's parent has its sequence by then. */
export class HistoryWriter {
  readonly #host: Host;
  readonly #file: () => string;
  readonly #onTrouble: (error: unknown) => void;
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(host: Host, file: () => string, onTrouble: (error: unknown) => void) {
    this.#host = host;
    this.#file = file;
    this.#onTrouble = onTrouble;
  }

  /** Everything said so far is in the library. */
  get idle(): boolean {
    return this.#waiting === 0;
  }

  settled(): Promise<void> {
    return this.#tail;
  }

  append(step: HistoryStep, entry: Omit<HistoryEntry, "sequence">): void {
    this.#enqueue(async () => {
      const parent = must(step.parent, "a step follows another").sequence;
      const { label, edits, touched, snapshot } = entry;
      const { sequence } = await this.#host.call("history.append", {
        file: this.#file(),
        parent,
        entry: { label, edits: [...edits], touched: touched.slice(0, 1000), snapshot },
      });
      step.sequence = sequence;
    });
  }

  move(to: HistoryStep): void {
    this.#enqueue(async () => {
      await this.#host.call("history.move", { file: this.#file(), head: to.sequence });
    });
  }

  #enqueue(work: () => Promise<void>): void {
    this.#waiting += 1;
    this.#tail = this.#tail
      .then(work)
      .catch((error: unknown) => this.#onTrouble(error))
      .finally(() => {
        this.#waiting -= 1;
      });
  }
}
