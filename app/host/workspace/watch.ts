/**
 * Changes of a workspace from outside, as `files` events. One watcher a folder, for the folders that a scan looks into: watching recursively would also watch
 * every node_modules (on Linux one watch for each file in it). Where the system has no watches left, the folders are looked at every few seconds.
 */
import { statSync, watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import { isEntered, scanFiles, scanLimits } from "./scan.ts";

export interface WorkspaceWatch {
  /** From here on nothing is missed. */
  readonly ready: Promise<void>;
  /** The host itself wrote or removed this file: what it is now is not reported. */
  wrote(path: string): void;
  close(): void;
}

export interface WatchOptions {
  /** Changes within this time are one event. */
  readonly quietMs?: number;
  readonly pollMs?: number;
  /** As if the system had no watches. */
  readonly poll?: boolean;
}

const documentEnding = /\.(?:pipeline|layout|test|environment)\.json$/;

export function watchWorkspace(
  root: string,
  publish: (event: HostEvent) => void,
  options: WatchOptions = {},
): WorkspaceWatch {
  return new FolderWatch(root, publish, options);
}

class FolderWatch implements WorkspaceWatch {
  readonly #root: string;
  readonly #publish: (event: HostEvent) => void;
  readonly #quietMs: number;
  readonly #pollMs: number;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #own = new Map<string, string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #poll: NodeJS.Timeout | null = null;
  #seen: ReadonlyMap<string, string> | null = null;
  #closed = false;
  readonly ready: Promise<void>;

  constructor(root: string, publish: (event: HostEvent) => void, options: WatchOptions) {
    this.#root = root;
    this.#publish = publish;
    this.#quietMs = options.quietMs ?? 150;
    this.#pollMs = options.pollMs ?? 3000;
    this.ready = options.poll === true ? this.#startPolling() : this.#watchFolders();
  }

  wrote(path: string): void {
    this.#own.set(path, stampOf(path));
    if (this.#own.size <= 1000) return;
    for (const oldest of this.#own.keys()) {
      this.#own.delete(oldest);
      break;
    }
  }

  close(): void {
    this.#closed = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#poll !== null) clearTimeout(this.#poll);
  }

  async #watchFolders(): Promise<void> {
    const { folders } = await scanFiles(this.#root);
    for (const folder of folders) this.#watchFolder(folder);
  }

  #watchFolder(folder: string): void {
    if (this.#closed || this.#seen !== null || this.#watchers.has(folder)) return;
    try {
      const watcher = watch(join(this.#root, folder), { persistent: false }, (_kind, name) =>
        this.#noticed(folder, name),
      );
      watcher.on("error", () => this.#unwatch(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      // A folder that is gone is no reason; having no watches left is.
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) void this.#startPolling();
    }
  }

  #unwatch(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #noticed(folder: string, name: string | null): void {
    if (this.#closed) return;
    const file = name === null ? null : folder === "" ? name : `${folder}/${name}`;
    if (file === null) return this.#add("");
    if (documentEnding.test(file) && !file.includes("/.") && !file.startsWith(".")) return this.#add(file);
    if (isEntered(name ?? "") && file.split("/").length <= scanLimits.depth) void this.#maybeFolder(file);
  }

  /** A folder that came may have documents in it already; one that went had perhaps. */
  async #maybeFolder(file: string): Promise<void> {
    const info = await stat(join(this.#root, file)).catch(() => null);
    if (info?.isDirectory() === true && !this.#watchers.has(file)) {
      await this.#watchFolders();
      this.#add("");
    } else if (info === null && this.#watchers.has(file)) {
      for (const folder of this.#watchers.keys())
        if (folder === file || folder.startsWith(`${file}/`)) this.#unwatch(folder);
      this.#add("");
    }
  }

  /** "" stands for: more than can be named. */
  #add(file: string): void {
    if (this.#closed) return;
    this.#changed.add(file);
    this.#timer ??= setTimeout(() => this.#report(), this.#quietMs);
  }

  #report(): void {
    this.#timer = null;
    const files = [...this.#changed].filter((file) => !this.#isOwn(file));
    this.#changed.clear();
    const [first] = files;
    if (first === undefined) return;
    this.#publish({ event: "files", file: files.length > 1 || first === "" ? null : first });
  }

  #isOwn(file: string): boolean {
    const path = join(this.#root, file);
    return file !== "" && this.#own.get(path) === stampOf(path);
  }

  async #startPolling(): Promise<void> {
    for (const folder of this.#watchers.keys()) this.#unwatch(folder);
    const look = async (): Promise<void> => {
      await this.#compare();
      if (this.#closed) return;
      this.#poll = setTimeout(() => void look(), this.#pollMs);
      this.#poll.unref();
    };
    await look();
  }

  async #compare(): Promise<void> {
    const { pipelines, environments } = await scanFiles(this.#root);
    const documents = pipelines.flatMap((file) =>
      ["pipeline", "layout", "test"].map((kind) => file.replace(/pipeline\.json$/, `${kind}.json`)),
    );
    const seen = new Map([...documents, ...environments].map((file) => [file, stampOf(join(this.#root, file))]));
    const before = this.#seen;
    this.#seen = seen;
    if (before === null) return;
    for (const file of new Set([...before.keys(), ...seen.keys()]))
      if ((before.get(file) ?? "") !== (seen.get(file) ?? "")) this.#add(file);
  }
}

/** Empty where there is no file. */
function stampOf(path: string): string {
  const info = statSync(path, { throwIfNoEntry: false });
  return info === undefined ? "" : `${info.mtimeMs}:${info.size}:${info.ino}`;
}
