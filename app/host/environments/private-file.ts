/** A file of the data folder that only its owner may read; replaced in one step, so that a crash leaves the old or the new one. */
import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { WeirError } from "../../../shared/errors.ts";
import { codeOf, reasonOf } from "../workspace/reasons.ts";

/** Null where there is none. */
export async function readPrivateFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw new WeirError("HOST_0008", `The store of secrets cannot be read: ${reasonOf(error)}.`, {
      hint: "Check the permissions of Weir's data folder.",
    });
  }
}

export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new WeirError("HOST_0008", `The store of secrets cannot be written: ${reasonOf(error)}.`, {
      hint: "Check the permissions of Weir's data folder, and the space on its disk.",
    });
  }
}
