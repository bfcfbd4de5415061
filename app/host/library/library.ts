/**
 * The library: one SQLite file for everything that the studio remembers of a user. Where it cannot be written (disk full, read-only, damaged under our
 * hands) everything goes on in a copy in memory, the changes are kept, and they are written in their order as soon as it can be written again.
 */
import Database from "better-sqlite3";
import { WeirError } from "../../../shared/errors.ts";
import type { HostFailure } from "../../../shared/protocol/host-api.ts";
import { makeFailure } from "../failure.ts";
import { backUpLibrary } from "./backup.ts";
import { openLibrary, openMemory, openReadOnly, type Damage, type Db } from "./open-library.ts";

export type { Db } from "./open-library.ts";

/** A change in two steps, so that it can be repeated with the same outcome: `plan` decides (numbers, times), `apply` writes. Both run in one transaction. */
export interface Change<P, T> {
  /** `gap` is added to numbers that are given while others may give some too: 0 on the disk. */
  plan(db: Db, gap: number): P;
  apply(db: Db, plan: P): T;
}

export interface Library {
  read<T>(query: (db: Db) => T): T;
  change<P, T>(change: Change<P, T>): T;
  /** A change without decisions. */
  write<T>(apply: (db: Db) => T): T;
  /** Makes the copy of the day; false where there is one, or the file cannot be written now. */
  backUp(): Promise<boolean>;
  /** What `onTrouble` said last. */
  trouble(): HostFailure | null;
  close(): void;
}

export interface LibraryOptions {
  readonly path: string;
  /** Null: it can be written again. */
  onTrouble(trouble: HostFailure | null): void;
  readonly retryMs?: number;
  readonly now?: () => number;
}

export function createLibrary(options: LibraryOptions): Library {
  return new FileLibrary(options);
}

class FileLibrary implements Library {
  readonly #options: LibraryOptions;
  readonly #now: () => number;
  #disk: Db | null = null;
  #memory: Db | null = null;
  #newer = false;
  #backlog: ((db: Db) => void)[] = [];
  #gap = 0;
  #trouble: HostFailure | null = null;
  #retry: NodeJS.Timeout | null = null;

  constructor(options: LibraryOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    try {
      this.#open();
    } catch (error) {
      if (error instanceof WeirError) throw error;
      const readable = openReadOnly(options.path);
      this.#goOnInMemory(readable, troubleOf(error));
      readable?.close();
    }
  }

  trouble(): HostFailure | null {
    return this.#trouble;
  }

  read<T>(query: (db: Db) => T): T {
    if (this.#memory === null) {
      const disk = this.#current();
      try {
        return query(disk);
      } catch (error) {
        if (!isTrouble(error)) throw error;
        this.#goOnInMemory(disk, troubleOf(error));
      }
    }
    return query(this.#current());
  }

  write<T>(apply: (db: Db) => T): T {
    return this.change({ plan: () => null, apply });
  }

  change<P, T>(change: Change<P, T>): T {
    if (this.#memory === null) {
      const disk = this.#current();
      try {
        return disk.transaction(() => change.apply(disk, change.plan(disk, 0))).immediate();
      } catch (error) {
        if (!isTrouble(error)) throw error;
        this.#goOnInMemory(disk, troubleOf(error));
      }
    }
    const memory = this.#current();
    return memory.transaction(() => {
      const planned = change.plan(memory, this.#gap);
      const result = change.apply(memory, planned);
      this.#backlog.push((db) => void change.apply(db, planned));
      return result;
    })();
  }

  async backUp(): Promise<boolean> {
    if (this.#memory !== null || this.#disk === null) return false;
    return await backUpLibrary(this.#disk, this.#options.path, this.#now());
  }

  /** A last try to write what is only in memory. */
  close(): void {
    if (this.#memory !== null) this.#writeBacklog();
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#memory?.close();
    this.#disk?.close();
    this.#memory = null;
    this.#disk = null;
  }

  #current(): Db {
    const db = this.#memory ?? this.#disk;
    if (db === null) throw new Error("The library is closed.");
    return db;
  }

  #open(): void {
    const { path } = this.#options;
    const { db, newer, damage } = openLibrary(path, this.#now());
    this.#disk = db;
    this.#newer = newer;
    if (newer) this.#goOnInMemory(null, newerLibrary(path));
    else if (damage !== null) {
      this.#trouble = damagedLibrary(damage);
      this.#options.onTrouble(this.#trouble);
    }
  }

  #goOnInMemory(from: Db | null, trouble: HostFailure): void {
    this.#memory = openMemory(from);
    this.#gap = 1 + Math.floor(Math.random() * 2 ** 20);
    this.#backlog = [];
    this.#trouble = trouble;
    this.#options.onTrouble(trouble);
    this.#schedule();
  }

  #schedule(): void {
    // What a newer Weir wrote is not ours to change, however long we wait.
    if (this.#newer) return;
    const timer = setTimeout(() => {
      this.#retry = null;
      if (!this.#writeBacklog()) this.#schedule();
    }, this.#options.retryMs ?? 2000);
    timer.unref();
    this.#retry = timer;
  }

  /** Whether the file holds everything again. */
  #writeBacklog(): boolean {
    if (this.#newer) return false;
    try {
      const disk = (this.#disk ??= openLibrary(this.#options.path, this.#now()).db);
      disk
        .transaction(() => {
          for (const apply of this.#backlog) apply(disk);
        })
        .immediate();
    } catch {
      return false;
    }
    this.#memory?.close();
    this.#memory = null;
    this.#backlog = [];
    this.#gap = 0;
    this.#trouble = null;
    this.#options.onTrouble(null);
    return true;
  }
}

/** What passes, or can be mended from outside; other errors of SQLite are bugs of ours. */
function isTrouble(error: unknown): boolean {
  if (!(error instanceof Database.SqliteError)) return false;
  return /^SQLITE_(?:FULL|READONLY|IOERR|CANTOPEN|BUSY|LOCKED|CORRUPT|NOTADB|PERM|AUTH)/.test(error.code);
}

function troubleOf(error: unknown): HostFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = /FULL|ENOSPC/.test(code)
    ? "the disk is full"
    : /READONLY|EACCES|EROFS|EPERM/.test(code)
      ? "it may not be written"
      : /BUSY|LOCKED/.test(code)
        ? "another program holds it"
        : `of an error (${code === "" ? "unknown" : code})`;
  return makeFailure(
    new WeirError("HOST_0008", `The history cannot be kept because ${reason}.`, {
      hint: "Editing goes on in memory. Make room or fix the permissions, and save your work meanwhile.",
    }),
  );
}

function newerLibrary(path: string): HostFailure {
  return makeFailure(
    new WeirError("HOST_0008", `The library ${path} was made by a newer Weir and is only read.`, {
      hint: "Update Weir. What you do meanwhile is not kept in the history; files can be saved.",
    }),
  );
}

function damagedLibrary({ keptAside, restoredFromMs }: Damage): HostFailure {
  const instead =
    restoredFromMs === null
      ? "a new one was made, and the history starts anew"
      : `the copy of ${new Date(restoredFromMs).toISOString().slice(0, 10)} took its place; what came after it is missing`;
  return makeFailure(
    new WeirError("HOST_0008", `The library was damaged: ${instead}.`, {
      hint: `The damaged file is kept as ${keptAside}.`,
    }),
  );
}
