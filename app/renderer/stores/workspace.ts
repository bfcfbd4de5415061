/** The open folder, its tabs, and what the window shows. */
import { createStore } from "zustand/vanilla";
import type { Host, HostFailure, Workspace } from "../../../shared/protocol/host-api.ts";
import { toHostError, type HostError } from "../host/host-error.ts";
import { createSession, type Session } from "./session.tsx";

export type View = "home" | "document" | "topics" | "settings";
export type Mode = "draw" | "topology" | "run";

export interface WorkspaceState {
  readonly workspace: Workspace | null;
  readonly view: View;
  readonly mode: Mode;
  /** In the order of the tabs. */
  readonly tabs: readonly string[];
  readonly active: string | null;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly connected: boolean;
  readonly trouble: HostFailure | null;
  /** Told to the user until it is dismissed. */
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly id: number;
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  readonly hint: string | null;
}

export const workspaceStore = createStore<WorkspaceState>(() => ({
  workspace: null,
  view: "home",
  mode: "draw",
  tabs: [],
  active: null,
  sessions: new Map(),
  connected: true,
  trouble: null,
  notices: [],
}));

const { getState, setState } = workspaceStore;
let notices = 0;

export function notify(severity: Notice["severity"], message: string, hint: string | null = null): void {
  const same = (notice: Notice): boolean => notice.message === message;
  notices += 1;
  const notice = { id: notices, severity, message, hint };
  setState((state) => ({ notices: [...state.notices.filter((other) => !same(other)), notice].slice(-4) }));
}

export function notifyError(error: unknown): HostError {
  const known = toHostError(error);
  notify("error", known.message, known.hint);
  return known;
}

export function dismiss(id: number): void {
  setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

export async function loadWorkspace(host: Host): Promise<void> {
  setState({ workspace: await host.call("workspace.get", {}) });
}

/** Opens a document in a tab of its own, or brings its tab to the front. */
export async function openFile(host: Host, file: string): Promise<Session | null> {
  const open = getState().sessions.get(file);
  if (open !== undefined) {
    setState({ active: file, view: "document" });
    return open;
  }
  try {
    const opened = await host.call("document.open", { file });
    const session = createSession(opened, host, notifyError);
    setState((state) => ({
      sessions: new Map(state.sessions).set(file, session),
      tabs: state.tabs.includes(file) ? state.tabs : [...state.tabs, file],
      active: file,
      view: "document",
    }));
    return session;
  } catch (error) {
    notifyError(error);
    return null;
  }
}

/** Another folder takes the place of this one; what was not saved is in the history and comes back with its file. */
export async function openFolder(host: Host, folder: string): Promise<void> {
  const workspace = await host.call("workspace.open", { folder });
  for (const file of getState().tabs) closeTab(file);
  setState({ workspace, view: "home" });
}

export function closeTab(file: string): void {
  const { sessions, tabs, active } = getState();
  sessions.get(file)?.close();
  const rest = tabs.filter((tab) => tab !== file);
  const at = tabs.indexOf(file);
  const next = active === file ? (rest[Math.min(at, rest.length - 1)] ?? null) : active;
  setState({
    sessions: new Map([...sessions].filter(([other]) => other !== file)),
    tabs: rest,
    active: next,
    ...(next === null ? { view: "home" as const } : {}),
  });
}

export function activeSession(): Session | null {
  const { active, sessions, view } = getState();
  return view === "document" && active !== null ? (sessions.get(active) ?? null) : null;
}
