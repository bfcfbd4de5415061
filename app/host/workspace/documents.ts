/** Documents on the disk: a pipeline with its layout and its tests beside it, `orders.pipeline.json`, `orders.layout.json`, `orders.test.json`. */
import { access, constants, link, lstat, rename, rm, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { WeirError } from "../../../shared/errors.ts";
import type { SaveResult } from "../../../shared/protocol/host-api.ts";
import { createText, readText, writeError, writeText, type FileText } from "./files.ts";
import { makeFolderFor, resolveDocument, resolveInside, stemOf } from "./paths.ts";
import { codeOf } from "./reasons.ts";

export interface DocumentOnDisk {
  readonly pipeline: FileText;
  readonly layout: string | null;
  readonly tests: string | null;
  readonly readOnly: boolean;
}

/** Hears of each file that was written, moved or removed, so that watching does not report it. */
export type WriteListener = (path: string) => void;

/** The file of the same document with another ending. */
export function companion(file: string, kind: "layout" | "test"): string {
  return `${stemOf(file, "pipeline") ?? file}.${kind}.json`;
}

export async function readDocument(root: string, file: string): Promise<DocumentOnDisk> {
  const path = await resolveDocument(root, file);
  const pipeline = await readText(path, file);
  if (pipeline === null) {
    throw new WeirError("HOST_0006", `There is no file \`${file}\`.`, { hint: "It may have been moved or deleted." });
  }
  const [layout, tests, readOnly] = await Promise.all([
    readCompanion(root, companion(file, "layout")),
    readCompanion(root, companion(file, "test")),
    mayNotWrite(path),
  ]);
  return { pipeline, layout, tests, readOnly };
}

/** `layout` null: its file stays as it is. */
export async function saveDocument(
  root: string,
  {
    file,
    pipeline,
    layout,
    baseHash,
  }: {
    readonly file: string;
    readonly pipeline: string;
    readonly layout: string | null;
    readonly baseHash: string | null;
  },
  written: WriteListener,
): Promise<SaveResult> {
  const path = await resolveDocument(root, file);
  const now = await readText(path, file);
  // Somebody may have made exactly this change: that is no conflict. A file that was deleted comes back.
  if (now !== null && now.hash !== baseHash && now.text !== pipeline)
    return { saved: false, conflict: { pipeline: now.text, hash: now.hash } };
  const hash = now?.text === pipeline ? now.hash : await writeNoted(path, file, pipeline, written);
  if (layout !== null) await saveCompanion(root, companion(file, "layout"), layout, written);
  return { saved: true, hash };
}

export async function saveTests(root: string, file: string, tests: string, written: WriteListener): Promise<void> {
  await resolveDocument(root, file);
  await saveCompanion(root, companion(file, "test"), tests, written);
}

async function saveCompanion(root: string, file: string, text: string, written: WriteListener): Promise<void> {
  const path = await resolveInside(root, file);
  const now = await readText(path, file).catch(() => null);
  if (now?.text !== text) await writeNoted(path, file, text, written);
}

/** Where `file` is taken a number is added: `orders-2.pipeline.json`. Answers the name that was free. */
export async function createDocument(
  root: string,
  {
    file,
    pipeline,
    layout,
    tests,
  }: {
    readonly file: string;
    readonly pipeline: string;
    readonly layout: string | null;
    readonly tests: string | null;
  },
  written: WriteListener,
): Promise<string> {
  await makeFolderFor(root, file);
  for (let number = 1; number < 1000; number++) {
    const candidate = numbered(file, number);
    const path = await resolveDocument(root, candidate);
    // Left-over companions of another document are not taken over.
    if (await isAny(root, [candidate, companion(candidate, "layout"), companion(candidate, "test")])) continue;
    if (!(await createText(path, candidate, pipeline))) continue;
    written(path);
    if (layout !== null) await saveCompanion(root, companion(candidate, "layout"), layout, written);
    if (tests !== null) await saveCompanion(root, companion(candidate, "test"), tests, written);
    return candidate;
  }
  throw new WeirError("HOST_0007", `There are very many files like \`${file}\`.`, { hint: "Choose another name." });
}

/** With its companions. Nothing is overwritten: HOST_0007 where the new name is taken. */
export async function renameDocument(root: string, file: string, to: string, written: WriteListener): Promise<void> {
  await resolveDocument(root, file);
  await makeFolderFor(root, to);
  await resolveDocument(root, to);
  const names = (["layout", "test"] as const).map((kind) => [companion(file, kind), companion(to, kind)] as const);
  if (await isAny(root, [to, ...names.map(([, next]) => next)])) {
    throw new WeirError("HOST_0007", `There is already a file \`${to}\`, or one that would belong to it.`, {
      hint: "Choose another name.",
    });
  }
  await moveFile(root, file, to, written);
  for (const [from, next] of names) if (await isAny(root, [from])) await moveFile(root, from, next, written);
}

export async function deleteDocument(root: string, file: string, written: WriteListener): Promise<void> {
  await resolveDocument(root, file);
  for (const name of [file, companion(file, "layout"), companion(file, "test")]) {
    const path = await resolveInside(root, name);
    try {
      await rm(path);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw writeError(name, error);
      if (name === file) {
        throw new WeirError("HOST_0006", `There is no file \`${file}\`.`, { hint: "It is already deleted." });
      }
    }
    written(path);
  }
}

export async function mayNotWrite(path: string): Promise<boolean> {
  const may = async (place: string): Promise<boolean> =>
    await access(place, constants.W_OK).then(
      () => true,
      () => false,
    );
  return !((await may(path)) && (await may(dirname(path))));
}

/** One that cannot be read as text counts as missing; saving then replaces it. */
async function readCompanion(root: string, file: string): Promise<string | null> {
  try {
    return (await readText(await resolveInside(root, file), file))?.text ?? null;
  } catch (error) {
    if (error instanceof WeirError) return null;
    throw error;
  }
}

async function writeNoted(path: string, file: string, text: string, written: WriteListener): Promise<string> {
  const hash = await writeText(path, file, text);
  written(path);
  return hash;
}

/** A hard link refuses a name that is taken, which a rename does not; where there are none, the check before has to do. */
async function moveFile(root: string, from: string, to: string, written: WriteListener): Promise<void> {
  const [source, target] = [await resolveInside(root, from), await resolveInside(root, to)];
  try {
    await link(source, target).then(
      async () => await unlink(source),
      async (error: unknown) => {
        if (codeOf(error) === "EEXIST" || codeOf(error) === "ENOENT") throw error;
        await rename(source, target);
      },
    );
  } catch (error) {
    throw writeError(from, error);
  }
  written(source);
  written(target);
}

async function isAny(root: string, files: readonly string[]): Promise<boolean> {
  for (const file of files) {
    const path = await resolveInside(root, file);
    if (await lstat(path).catch(() => null)) return true;
  }
  return false;
}

function numbered(file: string, number: number): string {
  return number === 1 ? file : `${stemOf(file, "pipeline") ?? file}-${number}.pipeline.json`;
}
