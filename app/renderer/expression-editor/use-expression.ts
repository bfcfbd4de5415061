/** The state of one expression field: what is typed, what the checker says of it, and when it goes to the document. */
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { Checked } from "../../../shared/expressions/check.ts";
import { checkExpression, type ExpressionScope } from "./language/check-expression.ts";

export interface ExpressionState {
  readonly text: string;
  readonly checked: Checked;
  /** Of the user's typing. */
  readonly type: (text: string) => void;
  /** What was typed is in the document after this. */
  readonly flush: () => void;
}

/** Typing is not held up by what a change of the document sets off. */
const COMMIT_MS = 120;

export function useExpression(source: string, scope: ExpressionScope, commit: (text: string) => void): ExpressionState {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? source;
  const latest = useRef({ commit, draft });
  latest.current.commit = commit;
  const timer = useRef<number>(undefined);

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    const { draft: waiting, commit: send } = latest.current;
    latest.current.draft = null;
    if (waiting !== null) send(waiting);
    setDraft(null);
  }, []);
  const type = useCallback(
    (next: string) => {
      latest.current.draft = next;
      setDraft(next);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(flush, COMMIT_MS);
    },
    [flush],
  );
  // A field that goes away, because something else is selected, loses nothing.
  useEffect(() => flush, [flush]);

  const settled = useDeferredValue(text);
  const checked = useMemo(() => checkExpression(settled, scope), [settled, scope]);
  return { text, checked, type, flush };
}
