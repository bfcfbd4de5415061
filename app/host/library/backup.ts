/** A copy of the library beside it, made once a day: what is left when the file itself is damaged. */
import { chmodSync, copyFileSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import type { Db } from "./open-library.ts";

export const backupEveryMs = 86_400_000;

export function backupPath(path: string): string {
  return `${path}.backup`;
}

/** In small steps, while others write. The copy of yesterday is replaced when the new one is whole. False where it is not time yet. */
export async function backUpLibrary(db: Db, path: string, nowMs: number): Promise<boolean> {
  const target = backupPath(path);
  const madeAtMs = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (nowMs - madeAtMs < backupEveryMs) return false;
  const draft = `${target}.${process.pid}.tmp`;
  try {
    await db.backup(draft);
    chmodSync(draft, 0o600);
    if (!isSound(draft)) return false;
    renameSync(draft, target);
    return true;
  } finally {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(draft + suffix, { force: true });
  }
}

/** Puts the copy where the library was; answers when it was made, or null where there is none. */
export function restoreBackup(path: string): number | null {
  const copy = backupPath(path);
  if (!existsSync(copy)) return null;
  copyFileSync(copy, path);
  return statSync(copy).mtimeMs;
}

function isSound(path: string): boolean {
  const db = new Database(path, { fileMustExist: true });
  try {
    return db.pragma("quick_check(1)", { simple: true }) === "ok";
  } finally {
    db.close();
  }
}
