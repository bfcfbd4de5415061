/** Which folder the studio opens with: the one that was named, the one that was open last, or a new one among the person's documents. */
import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createLibrary } from "../host/library/library.ts";
import { readRecents } from "../host/library/settings.ts";

export interface FirstFolderOptions {
  /** Arguments after the program's own. */
  readonly args: readonly string[];
  readonly directory: string;
  readonly libraryPath: string;
  readonly documents: string;
}

export function firstFolder({ args, directory, libraryPath, documents }: FirstFolderOptions): string {
  const named = folderIn(args, directory);
  if (named !== null) return named;
  const known = recentFolders(libraryPath).find(isFolder);
  if (known !== undefined) return known;
  const own = join(documents, "Weir");
  mkdirSync(own, { recursive: true });
  return own;
}

/** The first argument that is a folder, or a file in one; options of Chromium are none. */
export function folderIn(args: readonly string[], directory: string): string | null {
  for (const argument of args) {
    if (argument.startsWith("-")) continue;
    const path = resolve(directory, argument);
    if (isFolder(path)) return path;
    if (isFolder(dirname(path)) && statSync(path, { throwIfNoEntry: false }) !== undefined) return dirname(path);
  }
  return null;
}

function recentFolders(libraryPath: string): string[] {
  try {
    const library = createLibrary({ path: libraryPath, onTrouble: () => undefined });
    try {
      return readRecents(library).map(({ folder }) => folder);
    } finally {
      library.close();
    }
  } catch {
    // The host opens it again, and says what is wrong with it.
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
