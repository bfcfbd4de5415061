/**
 * Keeps a text and the part of the document that it stands for in step, both ways. While the text is broken the document stays as it was, and the text
 * stays as it is; it is kept when its panel is closed and opened again. Knows nothing of editors.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import type { HistoryStep } from "../stores/history.ts";
import type { Session } from "../stores/session.tsx";

export interface SyncState {
  readonly text: string;
  /** Set from outside: an editor takes it over when this number changes. */
  readonly revision: number;
  /** Why the text is not what the document holds. */
  readonly problem: Diagnostic | null;
  /** The document changed while the text was broken. */
  readonly overtaken: boolean;
  /** Typed, and not read yet. */
  readonly waiting: boolean;
}

export interface TextSource {
  /** The text of what the document holds now; null where it holds nothing of the kind (any more). */
  print(step: HistoryStep): string | null;
  /** The same object as long as what the text stands for is the same. */
  identify(step: HistoryStep): unknown;
  /** Puts what the text says into the document, or says why it cannot be. */
  apply(text: string): Diagnostic | null;
}

export interface TextSync extends StoreApi<SyncState> {
  type(text: string): void;
  /** What is typed goes into the document now. */
  flush(): void;
  /** Drops what was typed. */
  revert(): void;
  open(): () => void;
}

const QUIET_MS = 250;

export function createTextSync({ document }: Session, source: TextSource): TextSync {
  const head = document.getState().head;
  const store = createStore<SyncState>(() => ({
    text: head === null ? "" : (source.print(head) ?? ""),
    revision: 0,
    problem: null,
    overtaken: false,
    waiting: false,
  }));
  let known: unknown = head === null ? null : source.identify(head);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const takeDocument = (step: HistoryStep): void => {
    known = source.identify(step);
    const text = source.print(step);
    if (text === null) return;
    store.setState(({ revision }) => ({
      text,
      revision: revision + 1,
      problem: null,
      overtaken: false,
      waiting: false,
    }));
  };
  const changed = (): void => {
    const { head: step } = document.getState();
    if (step === null || source.identify(step) === known) return;
    const { problem, waiting } = store.getState();
    if (problem !== null || waiting) store.setState({ overtaken: true });
    else takeDocument(step);
  };
  const flush = (): void => {
    clearTimeout(timer);
    if (!store.getState().waiting) return;
    const problem = source.apply(store.getState().text);
    const { head: step } = document.getState();
    if (problem === null && step !== null) known = source.identify(step);
    store.setState((before) => ({ waiting: false, problem, overtaken: problem !== null && before.overtaken }));
  };

  return {
    ...store,
    type(text) {
      store.setState({ text, waiting: true });
      clearTimeout(timer);
      timer = setTimeout(flush, QUIET_MS);
    },
    flush,
    revert() {
      clearTimeout(timer);
      const { head: step } = document.getState();
      if (step !== null) takeDocument(step);
    },
    open() {
      changed();
      const stop = document.subscribe((state, before) => {
        if (state.head !== before.head) changed();
      });
      return () => {
        flush();
        stop();
      };
    },
  };
}
