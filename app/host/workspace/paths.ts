/** Which files a request may name: those inside the workspace, also behind links. Everything that touches a file goes through here. */
import { constants } from "node:fs";
import { access, lstat, mkdir, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, sep } from "node:path";
import { WeirError } from "../../../shared/errors.ts";
import { codeOf, reasonOf } from "./reasons.ts";

export type DocumentKind = "pipeline" | "environment";

/** `orders.pipeline.json` → `orders`; null for other files. */
export function stemOf(file: string, kind: DocumentKind): string | null {
  const ending = `.${kind}.json`;
  const stem = file.endsWith(ending) ? file.slice(0, -ending.length) : "";
  return stem === "" || stem.endsWith("/") ? null : stem;
}

/**
 * The absolute path of a file that exists or could exist, links resolved. Throws HOST_0004 for what leads out of `root` (which is a real path) and for
 * names that mean something else on other systems.
 */
export async function resolveInside(root: string, file: string): Promise<string> {
  if (!isPlain(file)) throw outside(file);
  const wanted = join(root, ...file.split("/"));
  const folder = await realpath(dirname(wanted)).catch((error: unknown) => {
    throw notFound(file, error);
  });
  if (!isInside(root, folder)) throw outside(file);
  const path = join(folder, basename(wanted));
  const info = await lstat(path).catch(() => null);
  if (info === null || !info.isSymbolicLink()) return path;
  const target = await realpath(path).catch((error: unknown) => {
    throw notFound(file, error);
  });
  if (!isInside(root, target)) throw outside(file);
  return target;
}

/** Makes the folders that a new file needs; what exists of them must lie inside `root`, also behind links. */
export async function makeFolderFor(root: string, file: string): Promise<void> {
  if (!isPlain(file)) throw outside(file);
  let path = root;
  for (const part of file.split("/").slice(0, -1)) {
    path = join(path, part);
    await mkdir(path).catch((error: unknown) => {
      if (codeOf(error) === "EEXIST") return;
      throw new WeirError("HOST_0007", `The folder of \`${file}\` cannot be made: ${reasonOf(error)}.`, {
        hint: "Choose another place, or mend the folder's permissions.",
        cause: error,
      });
    });
    path = await realpath(path).catch((error: unknown) => {
      throw notFound(file, error);
    });
    if (!isInside(root, path)) throw outside(file);
  }
}

/** A document by its file: `resolveInside` for a name that ends in `.pipeline.json`. */
export async function resolveDocument(root: string, file: string): Promise<string> {
  if (stemOf(file, "pipeline") === null) {
    throw new WeirError("HOST_0004", `\`${file}\` is not the name of a pipeline.`, {
      hint: "Pipelines are called `name.pipeline.json`.",
    });
  }
  return await resolveInside(root, file);
}

/** The real path of a folder that is to be opened. Throws HOST_0003. */
export async function resolveFolder(folder: string): Promise<string> {
  const wanted = folder === "~" || folder.startsWith("~/") ? join(homedir(), folder.slice(1)) : folder;
  const refuse = (message: string, cause?: unknown): WeirError =>
    new WeirError("HOST_0003", message, { hint: "Choose another folder, or make it first.", cause });
  if (!isAbsolute(wanted) || wanted.includes("\0")) throw refuse(`\`${folder}\` is not the full path of a folder.`);
  const path = await realpath(wanted).catch((error: unknown) => {
    throw refuse(`\`${folder}\` cannot be opened: ${reasonOf(error)}.`, error);
  });
  const info = await stat(path);
  if (!info.isDirectory()) throw refuse(`\`${folder}\` is not a folder.`);
  await access(path, constants.R_OK | constants.X_OK).catch((error: unknown) => {
    throw refuse(`\`${folder}\` cannot be opened: ${reasonOf(error)}.`, error);
  });
  return path;
}

/** Parts between slashes, none of them empty, hidden, or with a meaning of its own on Windows. */
function isPlain(file: string): boolean {
  return file.split("/").every((part) => {
    if (part === "" || part.startsWith(".") || part.length > 255) return false;
    if (/[\\:*?"<>|]/.test(part) || /[. ]$/.test(part) || reservedOnWindows.test(part)) return false;
    return [...part].every((character) => character >= " ");
  });
}

const reservedOnWindows = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function outside(file: string): WeirError {
  return new WeirError("HOST_0004", `\`${file}\` does not name a file inside the workspace.`, {
    hint: "Paths start at the workspace's folder, use `/`, and lead to files in it.",
  });
}

function notFound(file: string, cause: unknown): WeirError {
  return new WeirError("HOST_0006", `\`${file}\` cannot be read: ${reasonOf(cause)}.`, {
    hint: "It may have been moved or deleted.",
    cause,
  });
}
