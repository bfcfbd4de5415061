/** Reading and writing one file of the workspace: whole, checked, and in one step. Paths are absolute and come from paths.ts. */
import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { WeirError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/pipeline/limits.ts";
import { tryDecodeUtf8 } from "../../../shared/records/utf8.ts";
import { codeOf, reasonOf } from "./reasons.ts";

const draftAgeMs = 60_000;

export interface FileText {
  readonly text: string;
  /** Of the bytes. */
  readonly hash: string;
}

export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Null where there is no file. Throws HOST_0006, DOC_0001 (too large) and DOC_0002 (no UTF-8); `name` is what messages call it. */
export async function readText(path: string, name: string): Promise<FileText | null> {
  const bytes = await readBytes(path, name);
  if (bytes === null) return null;
  const text = tryDecodeUtf8(bytes);
  if (text === undefined) throw new WeirError("DOC_0002", `\`${name}\` is not UTF-8.`, { hint: "Save it as UTF-8." });
  return { text, hash: hashOf(bytes) };
}

async function readBytes(path: string, name: string): Promise<Buffer | null> {
  try {
    // Not through a link that came since the path was resolved, and not waiting for the other end of a pipe.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const info = await file.stat();
      if (!info.isFile())
        throw new WeirError("HOST_0006", `\`${name}\` is not a file.`, { hint: "Choose another one." });
      if (info.size > limits.documentBytes) {
        throw new WeirError("DOC_0001", `\`${name}\` is larger than ${limits.documentBytes / 1024 / 1024} MiB.`, {
          hint: "Split the pipeline, or move large data out of the document.",
        });
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof WeirError) throw error;
    if (codeOf(error) === "ENOENT") return null;
    throw new WeirError("HOST_0006", `\`${name}\` cannot be read: ${reasonOf(error)}.`, {
      hint: "Check the file and its permissions.",
      cause: error,
    });
  }
}

/**
 * Replaces or makes the file in one step: whoever reads sees the old text or the new one, also after a power failure. Keeps the permissions. Answers the
 * hash of what is on the disk. Throws HOST_0007, or HOST_0015 where nothing may be written.
 */
export async function writeText(path: string, name: string, text: string): Promise<string> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const existing = await stat(path).catch(() => null);
    if (existing !== null) await access(path, constants.W_OK);
    await writeDraft(draft, text, existing === null ? null : existing.mode & 0o777);
    await rename(draft, path);
    await syncFolder(dirname(path));
    await removeOldDrafts(path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw writeError(name, error);
  }
  const hash = hashOf(text);
  if (hashOf(await readFile(path)) !== hash) {
    throw new WeirError("HOST_0007", `\`${name}\` holds something else than what was written to it.`, {
      hint: "Another program writes to it at the same time. Save again.",
    });
  }
  return hash;
}

/** Makes the file only where there is none: false where there is one. */
export async function createText(path: string, name: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.close();
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw writeError(name, error);
  }
  await writeText(path, name, text);
  return true;
}

export function writeError(name: string, error: unknown): WeirError {
  if (error instanceof WeirError) return error;
  const readOnly = ["EROFS", "EACCES", "EPERM"].includes(codeOf(error));
  return new WeirError(readOnly ? "HOST_0015" : "HOST_0007", `\`${name}\` cannot be written: ${reasonOf(error)}.`, {
    hint: readOnly
      ? "Save a copy in another folder, or change the permissions."
      : "Your changes are kept in the history.",
    cause: error,
  });
}

/** `mode` null: what the system gives new files. */
async function writeDraft(draft: string, text: string, mode: number | null): Promise<void> {
  const file = await open(draft, "wx");
  try {
    await file.writeFile(text);
    if (mode !== null) await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What a host left that ended while it wrote. Young ones may be somebody's who is writing now. */
async function removeOldDrafts(path: string): Promise<void> {
  const [folder, start] = [dirname(path), `.${basename(path)}.`];
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(start) || !/^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length))) continue;
    const info = await stat(join(folder, name)).catch(() => null);
    if (info !== null && Date.now() - info.mtimeMs > draftAgeMs) await rm(join(folder, name), { force: true });
  }
}

/** So that the new name survives a power failure too. Windows cannot open folders, and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
