/** Everything that belongs to one open document, and how components reach it. */
import { createContext, useContext, type ReactNode } from "react";
import { useStore, type StoreApi } from "zustand";
import { must } from "../../../shared/assert.ts";
import type { Host, OpenedDocument } from "../../../shared/protocol/host-api.ts";
import { createAnalysis, type Analysis } from "./analysis.ts";
import { createDocumentStore, type DocumentStore } from "./document.ts";
import { createPreview, type Preview } from "./preview.ts";
import { createSelection, type Selection } from "./selection.ts";

export interface Session {
  readonly document: DocumentStore;
  readonly analysis: Analysis;
  readonly selection: Selection;
  readonly preview: Preview;
  close(): void;
}

export function createSession(opened: OpenedDocument, host: Host, onTrouble: (error: unknown) => void): Session {
  const document = createDocumentStore(opened, host, onTrouble);
  const analysis = createAnalysis();
  const preview = createPreview(host, () => document.getState().file);
  const analyse = (): void => {
    const head = document.getState().head;
    if (head === null) return;
    analysis.analyse(head.root.pipeline);
    preview.changed(head.root.pipeline);
  };
  analyse();
  const stop = document.subscribe((state, before) => {
    if (state.head !== before.head) analyse();
  });
  return {
    document,
    analysis,
    selection: createSelection(),
    preview,
    close() {
      stop();
      analysis.close();
      preview.close();
    },
  };
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  return must(useContext(SessionContext), "a session around this component");
}

/** Reads a part of one of the session's stores; the component renders again when that part changes. */
export function useSessionStore<S, T>(pick: (session: Session) => StoreApi<S>, select: (state: S) => T): T {
  return useStore(pick(useSession()), select);
}

export const useDocument = <T,>(select: (state: ReturnType<DocumentStore["getState"]>) => T): T =>
  useSessionStore((session) => session.document, select);
export const useAnalysis = <T,>(select: (state: ReturnType<Analysis["getState"]>) => T): T =>
  useSessionStore((session) => session.analysis, select);
export const useSelection = <T,>(select: (state: ReturnType<Selection["getState"]>) => T): T =>
  useSessionStore((session) => session.selection, select);
export const usePreview = <T,>(select: (state: ReturnType<Preview["getState"]>) => T): T =>
  useSessionStore((session) => session.preview, select);
