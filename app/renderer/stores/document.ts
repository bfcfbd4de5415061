/** One open document: its roots, what is saved, and the ways to change it. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Diagnostic } from "../../../shared/diagnostics.ts";
import { emptyLayout, parseLayout, writeLayout } from "../../../shared/pipeline/layout.ts";
import { applyStudioEdits, studioEditSchema } from "../../../shared/pipeline/studio-document.ts";
import type { StudioDocument, StudioEdit } from "../../../shared/pipeline/studio-document.ts";
import type { Host, OpenedDocument, OpenedHistory } from "../../../shared/protocol/host-api.ts";
import { formatPipeline, openPipeline } from "../../../shared/validation/open.ts";
import { HistoryWriter, makeBase, makeStep, type HistoryStep } from "./history.ts";

export interface DocumentState {
  readonly file: string;
  /** Null where the file cannot be read as a pipeline: then `text` is all there is. */
  readonly head: HistoryStep | null;
  /** The step that the file holds. */
  readonly saved: HistoryStep | null;
  readonly savedHash: string;
  readonly readOnly: boolean;
  /** Findings of reading the file. */
  readonly reading: readonly Diagnostic[];
  /** As the file stood when it was opened. */
  readonly text: string;
  readonly tests: string | null;
  /** The file holds something else than what the change is based on; asked of the user. */
  readonly conflict: { readonly pipeline: string; readonly hash: string } | null;
  readonly saving: boolean;
}

export interface Change {
  /** Names the step: "Undo move of 3 nodes". Sentence case, without a full stop. */
  readonly label: string;
  readonly edits: readonly StudioEdit[];
  /** By default the nodes that the edits name. */
  readonly touched?: readonly string[];
  /** Changes of one field in a row become one step while the key is the same and no more than half a second passes. */
  readonly merge?: string;
}

export interface DocumentStore extends StoreApi<DocumentState> {
  /** Throws DOC_0301 where an edit does not fit; does nothing where nothing changes or the document is read-only. */
  commit(change: Change): void;
  /** A whole new root (typed JSON, a merge, an older version); `merge` as in `Change`. */
  replace(label: string, root: StudioDocument, merge?: string): void;
  undo(): HistoryStep | null;
  redo(): HistoryStep | null;
  moveTo(step: HistoryStep): void;
  save(options?: { readonly over?: string }): Promise<boolean>;
  setTests(text: string): Promise<void>;
  /** The file as it stands on disk now: taken over where nothing was changed here, else a conflict that a person settles. */
  takeFile(opened: OpenedDocument): void;
  /** Everything done is in the library. */
  settled(): Promise<void>;
}

const MERGE_MS = 500;

export function createDocumentStore(
  opened: OpenedDocument,
  host: Host,
  onTrouble: (error: unknown) => void,
): DocumentStore {
  const { history } = opened;
  const restored = history === null ? null : restore(history);
  const read = readRoot(opened.pipeline, opened.layout);
  const base = restored?.head ?? (read.root === null ? null : makeBase(read.root, null));
  const store = createStore<DocumentState>(() => ({
    file: opened.file,
    head: base,
    saved: restored === null ? base : restored.saved,
    savedHash: history?.savedHash ?? opened.hash,
    readOnly: opened.readOnly || read.readOnly,
    reading: read.diagnostics,
    text: opened.pipeline,
    tests: opened.tests,
    conflict:
      history !== null && history.savedHash !== opened.hash ? { pipeline: opened.pipeline, hash: opened.hash } : null,
    saving: false,
  }));
  const writer = new HistoryWriter(host, () => store.getState().file, onTrouble);
  let mergeKey: string | null = null;
  let mergeEdits: StudioEdit[] = [];

  const moveTo = (step: HistoryStep): void => {
    mergeKey = null;
    store.setState({ head: step });
    writer.move(step);
  };

  return {
    ...store,
    commit({ label, edits, touched, merge }) {
      const { head, readOnly } = store.getState();
      if (head === null || readOnly || edits.length === 0) return;
      const root = applyStudioEdits(head.root, edits);
      if (root === head.root) return;
      const merged =
        merge !== undefined && merge === mergeKey && head.parent !== null && Date.now() - head.atMs < MERGE_MS;
      const parent = merged && head.parent !== null ? head.parent : head;
      mergeEdits = merged ? [...mergeEdits, ...edits] : [...edits];
      mergeKey = merge ?? null;
      const step = makeStep(parent, { label, touched: touched ?? touchedBy(edits), root });
      parent.next = step;
      store.setState({ head: step });
      writer.append(step, { label, edits: mergeEdits, touched: step.touched, snapshot: null });
    },
    replace(label, root, merge) {
      const { head, readOnly } = store.getState();
      if (readOnly) return;
      const before = merge !== undefined && merge === mergeKey ? (head?.parent ?? null) : null;
      const merged = before !== null && head !== null && Date.now() - head.atMs < MERGE_MS;
      mergeKey = merge ?? null;
      const parent = (merged ? before : head) ?? makeBase(root, null);
      const step = makeStep(parent, { label, touched: [], root });
      parent.next = step;
      store.setState({ head: step });
      writer.append(step, { label, edits: [], touched: [], snapshot: textsOf(root) });
    },
    undo() {
      const { head } = store.getState();
      if (head?.parent == null) return null;
      head.parent.next = head;
      moveTo(head.parent);
      return head;
    },
    redo() {
      const next = store.getState().head?.next ?? null;
      if (next !== null) moveTo(next);
      return next;
    },
    moveTo,
    async save({ over } = {}) {
      const { head, file, savedHash, readOnly } = store.getState();
      if (head === null || readOnly) return false;
      store.setState({ saving: true });
      try {
        await writer.settled();
        const { pipeline, layout } = textsOf(head.root);
        const result = await host.call("document.save", { file, pipeline, layout, baseHash: over ?? savedHash });
        if (result.saved) store.setState({ saved: head, savedHash: result.hash, conflict: null });
        else store.setState({ conflict: result.conflict });
        return result.saved;
      } finally {
        store.setState({ saving: false });
      }
    },
    async setTests(tests) {
      await host.call("document.saveTests", { file: store.getState().file, tests });
      store.setState({ tests });
    },
    takeFile({ pipeline, layout, hash, tests }) {
      const { head, saved, savedHash } = store.getState();
      store.setState({ tests });
      if (hash === savedHash) return;
      const { root, diagnostics } = readRoot(pipeline, layout);
      if (head !== saved && head !== null) {
        store.setState({ conflict: { pipeline, hash } });
        return;
      }
      store.setState({ text: pipeline, reading: diagnostics, savedHash: hash, conflict: null });
      if (root === null) return;
      if (head === null) store.setState({ head: makeBase(root, null) });
      else this.replace("Change on disk", root);
      store.setState({ saved: store.getState().head });
    },
    settled: () => writer.settled(),
  };
}

export function textsOf(root: StudioDocument): { readonly pipeline: string; readonly layout: string } {
  return { pipeline: formatPipeline(root.pipeline), layout: writeLayout(root.layout) };
}

export interface ReadRoot {
  readonly root: StudioDocument | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly readOnly: boolean;
}

/** A layout that cannot be read is left out: the graph is then laid out anew. */
export function readRoot(pipelineText: string, layoutText: string | null): ReadRoot {
  const { pipeline, diagnostics, readOnly } = openPipeline(pipelineText);
  const layout = layoutText === null ? emptyLayout : (parseLayout(layoutText).layout ?? emptyLayout);
  return { root: pipeline === null ? null : { pipeline, layout }, diagnostics, readOnly };
}

function restore(history: OpenedHistory): { readonly head: HistoryStep; readonly saved: HistoryStep | null } | null {
  const { root } = readRoot(history.base.pipeline, history.base.layout);
  if (root === null) return null;
  let step = makeBase(root, history.base.sequence);
  let head = step;
  let saved = history.saved === step.sequence ? step : null;
  for (const entry of history.entries) {
    const next = makeStep(step, { label: entry.label, touched: entry.touched, root: rootOf(step.root, entry) });
    next.sequence = entry.sequence;
    step.next = next;
    step = next;
    if (entry.sequence === history.head) head = step;
    if (entry.sequence === history.saved) saved = step;
  }
  return { head, saved };
}

function rootOf(before: StudioDocument, entry: OpenedHistory["entries"][number]): StudioDocument {
  if (entry.snapshot !== null) return readRoot(entry.snapshot.pipeline, entry.snapshot.layout).root ?? before;
  return applyStudioEdits(before, studioEditSchema.array().parse(entry.edits));
}

/** Nodes that edits name, for showing where something happened. */
export function touchedBy(edits: readonly StudioEdit[]): string[] {
  const ids = edits.flatMap((edit) => {
    if (edit.edit === "place") return Object.keys(edit.places);
    if (edit.edit === "connect") return [edit.from.node, edit.to.node];
    return "id" in edit ? [edit.id] : [];
  });
  return [...new Set(ids)].slice(0, 1000);
}
