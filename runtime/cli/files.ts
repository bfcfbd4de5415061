/** Files named on the command line. */
import { open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { WeirError } from "../../shared/errors.ts";
import { limits } from "../../shared/pipeline/limits.ts";
import type { CommandContext } from "./command.ts";

/** The bytes of a document; its size is checked before it is read. */
export async function readInput(context: CommandContext, path: string): Promise<Uint8Array> {
  const full = resolve(context.directory, path);
  try {
    const file = await open(full, "r");
    try {
      const info = await file.stat();
      if (info.isDirectory())
        throw new WeirError("CLI_0003", `\`${path}\` is a folder.`, { hint: "Name a file in it." });
      if (info.size > limits.documentBytes) {
        const hint = "Split the pipeline, or move large data out of the document.";
        throw new WeirError("DOC_0001", `\`${path}\` is larger than ${limits.documentBytes / 1024 / 1024} MiB.`, {
          hint,
        });
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readError(path, error);
  }
}

/** Replaces the file in one step: readers see the old text or the new one, also when the machine stops in between. Follows links. */
export async function writeAtomically(context: CommandContext, path: string, text: string): Promise<void> {
  const full = resolve(context.directory, path);
  const target = await realpath(full).catch(() => full);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  let drafted = false;
  try {
    const mode = await stat(target).then(
      (info) => info.mode & 0o777,
      () => 0o666,
    );
    const file = await open(draft, "wx", mode);
    drafted = true;
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  } catch (error) {
    if (drafted) await rm(draft, { force: true });
    throw new WeirError("CLI_0004", `\`${path}\` cannot be written: ${reason(error)}.`, {
      hint: "Check the folder and its permissions.",
      cause: error,
    });
  }
}

/** Folders stand for the documents in them, at any depth; hidden folders and node_modules are left out. Sorted. */
export async function expandPaths(context: CommandContext, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const full = resolve(context.directory, path);
    const info = await stat(full).catch((error: unknown) => {
      throw readError(path, error);
    });
    if (!info.isDirectory()) {
      found.push(path);
      continue;
    }
    const files = await documentsIn(full);
    if (files.length === 0) {
      throw new WeirError("CLI_0003", `There is no pipeline in \`${path}\`.`, {
        hint: "Pipelines are called `*.pipeline.json`.",
      });
    }
    found.push(...files.map((file) => join(path, relative(full, file))));
  }
  return [...new Set(found)];
}

async function documentsIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  const queue = [folder];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true })) {
      if (entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
        queue.push(join(next, entry.name));
      else if (entry.isFile() && documentKind(entry.name) !== null) found.push(join(next, entry.name));
    }
  }
  return found.toSorted();
}

export type DocumentKind = "pipeline" | "layout" | "test" | "environment";

/** What a file is, by its name: `orders.layout.json`; null for other names. */
export function documentKind(path: string): DocumentKind | null {
  const match = /\.(pipeline|layout|test|environment)\.json$/.exec(path);
  switch (match?.[1]) {
    case "pipeline":
    case "layout":
    case "test":
    case "environment":
      return match[1];
    default:
      return null;
  }
}

function readError(path: string, error: unknown): WeirError {
  if (error instanceof WeirError) return error;
  return new WeirError("CLI_0003", `\`${path}\` cannot be read: ${reason(error)}.`, {
    hint: "Check the path and its permissions.",
    cause: error,
  });
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons.get(code) ?? (code === "" ? "an input or output error" : code);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EACCES", "permission is denied"],
  ["EPERM", "permission is denied"],
  ["EISDIR", "it is a folder"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["EEXIST", "a file of that name is in the way"],
  ["ENOSPC", "the disk is full"],
  ["EROFS", "the file system is read-only"],
  ["ELOOP", "its links go round in circles"],
  ["ENAMETOOLONG", "the name is too long"],
]);
