/** An answer of the host for a view: read when `load` changes, again on demand; only the newest counts. */
import { useCallback, useEffect, useRef, useState } from "react";
import { toHostError, type HostError } from "../host/host-error.ts";

export interface Answer<T> {
  readonly data: T | null;
  readonly error: HostError | null;
  readonly loading: boolean;
  readonly again: () => void;
}

/** `load` must keep its identity while it asks the same thing. */
export function useAnswer<T>(load: () => Promise<T>): Answer<T> {
  const [state, setState] = useState<Omit<Answer<T>, "again">>({ data: null, error: null, loading: true });
  const newest = useRef(0);
  const again = useCallback(() => {
    const mine = (newest.current += 1);
    setState((before) => ({ ...before, loading: true }));
    load().then(
      (data) => mine === newest.current && setState({ data, error: null, loading: false }),
      (error: unknown) =>
        mine === newest.current && setState((before) => ({ ...before, error: toHostError(error), loading: false })),
    );
  }, [load]);
  useEffect(() => {
    again();
    return () => {
      newest.current += 1;
    };
  }, [again]);
  return { ...state, again };
}
