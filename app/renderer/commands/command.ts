/** What a person can do, in one form for menus, command palette, keys and toolbar buttons. */
import type { Host } from "../../../shared/protocol/host-api.ts";
import type { Session } from "../stores/session.tsx";

export interface Command {
  /** `area.verb`: what a key binding refers to. */
  readonly id: string;
  /** Sentence case, starts with a verb. */
  readonly title: string;
  readonly group: CommandGroup;
  /** Default keys: "Mod+K", "Shift+A", "/"; Mod is Ctrl, on a Mac Command. */
  readonly keys?: readonly string[];
  /** Name of a lucide icon known to ui/icon.tsx. */
  readonly icon?: string;
  /** Works while a text field or editor has the focus too. */
  readonly global?: boolean;
  /** The browser itself does it for the default keys, and tells by an event: they are shown, not listened to. */
  readonly native?: boolean;
  /** True, or why not. */
  enabled(context: CommandContext): true | string;
  run(context: CommandContext): void | Promise<void>;
}

export type CommandGroup = "File" | "Edit" | "View" | "Canvas" | "Insert" | "Preview" | "Run" | "Go to";

export interface CommandContext {
  readonly host: Host;
  /** Of the document in front; null on other views. */
  readonly session: Session | null;
}

export const always = (): true => true;

/** For `enabled`: a document is open and can be changed. */
export function editable({ session }: CommandContext): true | string {
  if (session === null) return "Open a pipeline first.";
  const { head, readOnly } = session.document.getState();
  if (head === null) return "The file is not a pipeline that can be drawn.";
  return readOnly ? "This pipeline can only be read." : true;
}

export function opened({ session }: CommandContext): true | string {
  return session === null ? "Open a pipeline first." : true;
}
