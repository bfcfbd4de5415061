/** The typed surface between the studio's renderer and its host (see host-methods.ts for what can be asked). */
import type { Diagnostic } from "../diagnostics.ts";
import type { ErrorCode } from "../errors.ts";
import type { HostMethod, HostParams } from "./host-methods.ts";
import type { PreviewResult } from "./preview.ts";
import type { RunLogLine, RunSnapshot, RunTap } from "./run.ts";
import type { TestReport } from "./tests.ts";
import type { ClusterInfo, GroupSummary, TopicDetail, TopicRecord } from "./topics.ts";

/** Rejects with a `HostError`. Implemented over HTTP in the browser and over IPC in the desktop app. */
export interface Host {
  call<M extends HostMethod>(method: M, params: HostParams<M>): Promise<HostResults[M]>;
  /** Events of the host until the returned function is called. */
  subscribe(listener: (event: HostEvent) => void): () => void;
}

export interface HostResults {
  "workspace.get": Workspace;
  "workspace.open": Workspace;
  "workspace.trust": Workspace;
  "workspace.templates": readonly Template[];
  "document.open": OpenedDocument;
  "document.create": { readonly file: string };
  "document.save": SaveResult;
  "document.saveTests": null;
  "document.rename": { readonly file: string };
  "document.delete": null;
  "history.append": { readonly sequence: number };
  "history.move": null;
  "history.list": readonly HistoryItem[];
  "history.read": { readonly pipeline: string; readonly layout: string };
  "history.name": null;
  "preview.run": PreviewResult;
  "preview.cancel": null;
  "tests.run": readonly TestReport[];
  "run.start": { readonly run: string };
  "run.stop": null;
  "run.list": readonly RunSnapshot[];
  "run.tap": null;
  "run.logs": readonly RunLogLine[];
  "run.retry": { readonly records: number };
  "topics.cluster": ClusterInfo;
  "topics.topic": TopicDetail;
  "topics.groups": readonly GroupSummary[];
  "topics.records": readonly TopicRecord[];
  "topics.produce": { readonly partition: number; readonly offset: string };
  "topics.create": null;
  "environments.list": readonly EnvironmentFile[];
  "environments.save": null;
  "environments.test": { readonly brokers: number; readonly topics: number; readonly ms: number };
  "secrets.state": SecretsState;
  "secrets.unlock": SecretsState;
  "secrets.set": SecretsState;
  "secrets.delete": SecretsState;
  "preferences.get": Readonly<Record<string, unknown>>;
  "preferences.set": null;
}

export interface Workspace {
  readonly folder: string;
  readonly name: string;
  /** Until a person says so, nothing of it is run, connected to or executed. */
  readonly trusted: boolean;
  readonly readOnly: boolean;
  readonly host: "browser" | "desktop";
  readonly version: string;
  readonly pipelines: readonly PipelineFile[];
  readonly environments: readonly string[];
  /** Newest first. */
  readonly recent: readonly { readonly folder: string; readonly file: string | null; readonly atMs: number }[];
}

export interface PipelineFile {
  readonly file: string;
  /** The pipeline's name; the file's where it cannot be read. */
  readonly name: string;
  /** Null where the file is no JSON object, or too large to be read. */
  readonly nodes: number | null;
  readonly changedAtMs: number;
  /** There are edits in the history that were not saved to the file. */
  readonly unsaved: boolean;
}

export interface Template {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** What it shows, in a few words each. */
  readonly tags: readonly string[];
  readonly pipeline: string;
  readonly layout: string | null;
  readonly tests: string | null;
}

export interface OpenedDocument {
  readonly file: string;
  /** As the file stands. */
  readonly pipeline: string;
  readonly layout: string | null;
  readonly tests: string | null;
  readonly hash: string;
  readonly readOnly: boolean;
  /** The way from the contents when it was first opened to the head; null when there is no history. Ends in what was on the screen last. */
  readonly history: OpenedHistory | null;
}

export interface OpenedHistory {
  /** Contents below the first entry. */
  readonly base: { readonly sequence: number | null; readonly pipeline: string; readonly layout: string };
  /** From the base up, each the child of the one before; the newest redo branch continues behind the head. */
  readonly entries: readonly HistoryEntry[];
  /** Sequence of the entry that is on the screen; null: the base. */
  readonly head: number | null;
  /** Sequence of the entry that the file was last saved from. */
  readonly saved: number | null;
  /** Hash of the file when it was last read or saved: differs from `OpenedDocument.hash` where somebody else changed it since. */
  readonly savedHash: string;
  /** Contents at `saved`, to merge with. */
  readonly savedPipeline: string;
}

export interface HistoryEntry {
  readonly sequence: number;
  readonly label: string;
  readonly edits: readonly unknown[];
  readonly touched: readonly string[];
  readonly snapshot: { readonly pipeline: string; readonly layout: string } | null;
}

/** One of `history.list`, which is newest first. */
export interface HistoryItem {
  /** Null: as it was when first opened. */
  readonly sequence: number | null;
  readonly label: string;
  readonly atMs: number;
  readonly name: string | null;
  readonly head: boolean;
  readonly saved: boolean;
}

export type SaveResult =
  | { readonly saved: true; readonly hash: string }
  /** The file holds something else than what the change is based on. */
  | { readonly saved: false; readonly conflict: { readonly pipeline: string; readonly hash: string } };

export interface EnvironmentFile {
  readonly file: string;
  readonly text: string;
  /** References of its connections that have no value yet. */
  readonly missing: readonly string[];
}

export interface SecretsState {
  readonly store: "system" | "passphrase";
  readonly locked: boolean;
  /** Whether a store was made. */
  readonly exists: boolean;
  /** Names only: values never come back. */
  readonly names: readonly string[];
}

export type HostEvent =
  /** Files of the workspace came, went or changed on disk; `file` null: more than one. */
  | { readonly event: "files"; readonly file: string | null }
  | { readonly event: "run"; readonly snapshot: RunSnapshot }
  | { readonly event: "log"; readonly lines: readonly RunLogLine[] }
  | { readonly event: "tap"; readonly tap: RunTap }
  /** The library cannot be written (disk full, read-only): editing goes on in memory. Null: it can again. */
  | { readonly event: "trouble"; readonly trouble: HostFailure | null }
  /** The connection to the host is lost or back. Made by the transport. */
  | { readonly event: "connection"; readonly connected: boolean };

/** As it crosses processes. */
export interface HostFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
  readonly node: string | null;
  readonly diagnostics: readonly Diagnostic[];
}
