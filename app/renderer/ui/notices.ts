/** Short messages about what just happened; a store, so that anything may speak and one region shows. */

export interface Notice {
  readonly id: number;
  readonly tone: "info" | "good" | "warn" | "bad";
  readonly text: string;
  readonly detail?: string | undefined;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** Null stays until it is dismissed. */
  readonly timeoutMs: number | null;
}

export interface NoticeStore {
  readonly show: (notice: NewNotice) => number;
  readonly dismiss: (id: number) => void;
  readonly snapshot: () => readonly Notice[];
  readonly subscribe: (changed: () => void) => () => void;
}

export type NewNotice = Pick<Notice, "text" | "detail" | "action"> & Partial<Pick<Notice, "tone" | "timeoutMs">>;

const most = 4;

/** Without a `timeoutMs`, bad news stays, an offered action stays 10 seconds, the rest 5. The oldest gives way to a fifth. */
export function createNotices(): NoticeStore {
  let notices: readonly Notice[] = [];
  let last = 0;
  const listeners = new Set<() => void>();
  const set = (next: readonly Notice[]): void => {
    notices = next;
    for (const listener of listeners) listener();
  };
  return {
    show: ({ tone = "info", timeoutMs, ...rest }) => {
      last += 1;
      const time =
        timeoutMs === undefined ? (tone === "bad" ? null : rest.action === undefined ? 5000 : 10_000) : timeoutMs;
      set([...notices, { ...rest, id: last, tone, timeoutMs: time }].slice(-most));
      return last;
    },
    dismiss: (id) => set(notices.filter((notice) => notice.id !== id)),
    snapshot: () => notices,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
