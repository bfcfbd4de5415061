/** The state of one expression field: what is typed, what the checker says of it, and when it goes to the document. */
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { Checked } from "../../../shared/expressions/check.ts";
import { checkExpression, type ExpressionScope } from "./language/check-expression.ts";

export interface ExpressionState {
  readonly text: string;
  readonly checked: Checked;
  /** Of the user's typing. */
  readonly type: (text: string) => void;
  /** Another text from outside the editor, such as a fix: into the document at once. */
  readonly replace: (text: string) => void;
  /** What was typed is in the document after this, without empty lines at its end. */
  readonly flush: () => void;
  /** There is typing that the document has not answered: the editor knows better what the text is. */
  readonly isAhead: () => boolean;
}

/** Typing is not held up by what a change of the document sets off. */
const COMMIT_MS = 120;

export function useExpression(source: string, scope: ExpressionScope, commit: (text: string) => void): ExpressionState {
  /** What is typed, until the document says the same, or something else. */
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? source;
  const waiting = useRef<string | null>(null);
  const ahead = useRef(false);
  const isAhead = useCallback(() => ahead.current, []);
  const send = useRef(commit);
  send.current = commit;
  const timer = useRef<number>(undefined);

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    const typed = waiting.current;
    waiting.current = null;
    if (typed !== null) send.current(typed);
  }, []);
  const typedLast = useRef<string | null>(null);
  const type = useCallback(
    (next: string) => {
      typedLast.current = next;
      waiting.current = next;
      ahead.current = true;
      setDraft(next);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(flush, COMMIT_MS);
    },
    [flush],
  );
  const replace = useCallback((next: string) => {
    window.clearTimeout(timer.current);
    waiting.current = null;
    ahead.current = false;
    setDraft(null);
    send.current(next);
  }, []);
  const leave = useCallback(() => {
    const typed = typedLast.current;
    typedLast.current = null;
    // A blank at the end stays: a field may be put in behind it.
    if (typed !== null && /\n\s*$/.test(typed)) replace(typed.trimEnd());
    else flush();
  }, [flush, replace]);
  useEffect(() => {
    if (waiting.current !== null) return;
    ahead.current = false;
    setDraft(null);
  }, [source]);
  // A field that goes away, because something else is selected, loses nothing.
  useEffect(() => leave, [leave]);

  const settled = useDeferredValue(text);
  const checked = useMemo(() => checkExpression(settled, scope), [settled, scope]);
  return { text, checked, type, replace, flush: leave, isAhead };
}
