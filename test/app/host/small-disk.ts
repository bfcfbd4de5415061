/** A file system of its own, small or read-only, for as long as a test runs. Needs Linux and root. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

export interface SmallDisk {
  readonly folder: string;
  /** Takes all space that is left. */
  fill(): void;
  free(): void;
}

/** Null where it cannot be mounted: the test is then skipped with its reason. */
export function mountSmallDisk(t: TestContext, size = "2m"): SmallDisk | null {
  const folder = mountPoint(t);
  if (!run(t, "mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder)) return null;
  const filler = join(folder, "filler");
  return {
    folder,
    fill() {
      for (const step of [65_536, 4096]) {
        const chunk = Buffer.alloc(step);
        for (let full = false; !full;) {
          try {
            writeFileSync(filler, chunk, { flag: "a" });
          } catch {
            full = true;
          }
        }
      }
    },
    free: () => rmSync(filler),
  };
}

/** The folder seen through a mount on which nothing can be written. */
export function mountReadOnly(t: TestContext, of: string): string | null {
  const folder = mountPoint(t);
  if (!run(t, "mount", "--bind", of, folder)) return null;
  const only = spawnSync("mount", ["-o", "remount,bind,ro", folder]);
  return only.status === 0 ? folder : null;
}

function run(t: TestContext, command: string, ...args: readonly string[]): boolean {
  const { status } = process.platform === "linux" ? spawnSync(command, args) : { status: 1 };
  if (status !== 0) {
    t.skip("NOT TESTED: a file system cannot be mounted here (needs Linux and root)");
    return false;
  }
  return true;
}

function mountPoint(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "weir-disk-"));
  t.after(() => {
    spawnSync("umount", ["-l", folder]);
    rmdirSync(folder);
  });
  return folder;
}
