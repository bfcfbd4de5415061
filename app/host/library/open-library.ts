/** Opens the library's file: checks it, brings it to the current form, keeps a damaged one aside. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { WeirError } from "../../../shared/errors.ts";
import { restoreBackup } from "./backup.ts";
import { applicationId, migrations } from "./migrations.ts";

export type Db = Database.Database;

export interface OpenedLibrary {
  readonly db: Db;
  /** The file comes from a newer Weir: it is read, never written. */
  readonly newer: boolean;
  /** A damaged file was found: `db` is the last backup, or a new one. */
  readonly damage: Damage | null;
}

export interface Damage {
  /** Where the damaged file lies now. */
  readonly keptAside: string;
  /** When the backup was made that took its place; null: there is none. */
  readonly restoredFromMs: number | null;
}

/** Throws what SQLite throws where the file cannot be opened or made, and HOST_0008 where it is a database of something else. */
export function openLibrary(path: string, nowMs: number): OpenedLibrary {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, "a", 0o600));
  try {
    return { ...openChecked(path, nowMs), damage: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const keptAside = keepAside(path, nowMs);
  const restoredFromMs = restoreBackup(path);
  try {
    return { ...openChecked(path, nowMs), damage: { keptAside, restoredFromMs } };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
  return { ...openChecked(path, nowMs), damage: { keptAside, restoredFromMs: null } };
}

/** The same tables in memory, with the contents of `from` where it can still be read. */
export function openMemory(from: Db | null): Db {
  const copy = from === null ? null : serialize(from);
  const db = copy === null ? new Database(":memory:") : new Database(copy);
  db.pragma("foreign_keys = ON");
  db.pragma("temp_store = MEMORY");
  if (copy === null) migrate(db);
  return db;
}

/** For a file that cannot be written: its contents, or null where they cannot be had either (the trouble is said in any case). */
export function openReadOnly(path: string): Db | null {
  // A WAL database in a folder that cannot be written cannot be opened, because its shared memory is a file; its bytes can be read.
  for (const open of [
    () => new Database(path, { readonly: true, fileMustExist: true }),
    () => new Database(withoutWal(readFileSync(path))),
  ]) {
    try {
      const db = open();
      if (versionOf(db) === migrations.length) return db;
      db.close();
    } catch {
      continue;
    }
  }
  return null;
}

function openChecked(path: string, nowMs: number): { readonly db: Db; readonly newer: boolean } {
  const db = new Database(path, { timeout: 5000 });
  try {
    const owner = db.pragma("application_id", { simple: true });
    if (owner !== applicationId && !isEmpty(db)) throw notOurs(path);
    const check = db.pragma("quick_check(1)", { simple: true });
    if (check !== "ok") throw new DamagedLibrary(String(check));
    if (versionOf(db) > migrations.length) {
      db.close();
      return { db: new Database(path, { readonly: true, timeout: 5000 }), newer: true };
    }
    configure(db);
    if (versionOf(db) > 0 && versionOf(db) < migrations.length) backUp(db, `${path}.form-${versionOf(db)}-${nowMs}`);
    migrate(db);
    return { db, newer: false };
  } catch (error) {
    db.close();
    throw error;
  }
}

function configure(db: Db): void {
  db.pragma("journal_mode = WAL");
  // What was answered is on the disk: NORMAL may roll back the last commits when power is lost.
  db.pragma("synchronous = FULL");
  db.pragma("fullfsync = ON");
  db.pragma("checkpoint_fullfsync = ON");
  db.pragma("foreign_keys = ON");
  db.pragma("trusted_schema = OFF");
}

/** Each migration in a transaction of its own; another process may be at it too, so the version is looked up within. */
function migrate(db: Db): void {
  for (const [index, migration] of migrations.entries()) {
    db.transaction(() => {
      if (versionOf(db) !== index) return;
      db.exec(migration);
      if (index > 0 && db.pragma("integrity_check(1)", { simple: true }) !== "ok") {
        throw new WeirError("HOST_0008", "The library cannot be brought to the form that this version of Weir needs.", {
          hint: "It stays as it was. Use the version of Weir that it was made with, and report this.",
        });
      }
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}

function backUp(db: Db, to: string): void {
  db.prepare("VACUUM INTO ?").run(to);
}

class DamagedLibrary extends Error {}

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedLibrary) return true;
  const code = error instanceof Database.SqliteError ? error.code : "";
  return code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT");
}

/** With what belongs to it, so that SQLite does not mix old with new. */
function keepAside(path: string, nowMs: number): string {
  const aside = `${path}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, "-")}`;
  for (const suffix of ["", "-wal", "-shm"]) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  return aside;
}

function serialize(db: Db): Buffer | null {
  try {
    return withoutWal(db.serialize());
  } catch {
    return null;
  }
}

/** Bytes 18 and 19 of the header say WAL, which a database in memory cannot have (https://sqlite.org/fileformat2.html#file_format_version_numbers). */
function withoutWal(bytes: Buffer): Buffer {
  bytes[18] = 1;
  bytes[19] = 1;
  return bytes;
}

function versionOf(db: Db): number {
  return Number(db.pragma("user_version", { simple: true }));
}

function isEmpty(db: Db): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
}

function notOurs(path: string): WeirError {
  return new WeirError("HOST_0008", `${path} is a database, but no library of Weir.`, {
    hint: "Name another file with WEIR_LIBRARY.",
  });
}
