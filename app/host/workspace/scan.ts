/** What a workspace has: its pipelines and environments, found without reading more than is needed. */
import { access, constants, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { limits } from "../../../shared/pipeline/limits.ts";
import type { PipelineFile } from "../../../shared/protocol/host-api.ts";
import { resolveInside, stemOf } from "./paths.ts";

export const scanLimits = { depth: 4, files: 2000, folders: 5000 } as const;

export interface ScannedFiles {
  /** Relative to the root, with `/`, sorted. */
  readonly pipelines: readonly string[];
  readonly environments: readonly string[];
  /** Folders that were looked into, relative; the root is "". */
  readonly folders: readonly string[];
}

export async function scanFiles(root: string): Promise<ScannedFiles> {
  const [pipelines, environments, folders]: [string[], string[], string[]] = [[], [], [""]];
  for (let index = 0; index < folders.length; index++) {
    const folder = folders[index] ?? "";
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        const deep = file.split("/").length;
        if (isEntered(entry.name) && deep <= scanLimits.depth && folders.length < scanLimits.folders)
          folders.push(file);
      } else if (!entry.name.startsWith(".") && (entry.isFile() || entry.isSymbolicLink())) {
        if (stemOf(file, "pipeline") !== null && pipelines.length < scanLimits.files) pipelines.push(file);
        if (stemOf(file, "environment") !== null && environments.length < scanLimits.files) environments.push(file);
      }
    }
  }
  return { pipelines: pipelines.toSorted(), environments: environments.toSorted(), folders };
}

export function isEntered(folderName: string): boolean {
  return !folderName.startsWith(".") && folderName !== "node_modules";
}

export async function isReadOnly(folder: string): Promise<boolean> {
  return await access(folder, constants.W_OK).then(
    () => false,
    () => true,
  );
}

interface Glance {
  readonly stamp: string;
  readonly name: string;
  readonly nodes: number | null;
}

/** Names and sizes of pipelines, remembered while the files stay as they are. */
export class PipelineGlances {
  readonly #known = new Map<string, Glance>();

  /** Null where the file is gone, or is a link that leads out of the workspace. */
  async look(root: string, file: string): Promise<Omit<PipelineFile, "unsaved"> | null> {
    const path = await resolveInside(root, file).catch(() => null);
    const info = path === null ? null : await stat(path).catch(() => null);
    if (path === null || info === null || !info.isFile()) return null;
    const stamp = `${info.mtimeMs}:${info.size}:${info.ino}`;
    let glance = this.#known.get(path);
    if (glance?.stamp !== stamp) {
      glance = { stamp, ...(await readGlance(path, file, info.size)) };
      this.#known.set(path, glance);
    }
    return { file, name: glance.name, nodes: glance.nodes, changedAtMs: Math.round(info.mtimeMs) };
  }
}

async function readGlance(path: string, file: string, size: number): Promise<Omit<Glance, "stamp">> {
  const fallback = { name: stemOf(file, "pipeline")?.split("/").at(-1) ?? file, nodes: null };
  if (size > limits.documentBytes) return fallback;
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof value !== "object" || value === null) return fallback;
    const name = "name" in value && typeof value.name === "string" && value.name !== "" ? value.name : fallback.name;
    const nodes = "nodes" in value && typeof value.nodes === "object" && value.nodes !== null ? value.nodes : {};
    return { name: name.slice(0, limits.nameLength), nodes: Object.keys(nodes).length };
  } catch {
    return fallback;
  }
}
