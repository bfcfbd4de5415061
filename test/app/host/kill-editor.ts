/** Kills a host (SIGKILL) at a random moment while it is edited, and looks at what is left. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { listHistory, readVersion } from "../../../app/host/library/history.ts";
import { createLibrary } from "../../../app/host/library/library.ts";
import { samplePipeline } from "./temporary-folder.ts";

export interface KillReport {
  readonly kills: number;
  /** Edits that were in the library after all of it. */
  readonly edits: number;
  /** By kill: edits that had been made and are not there, as time at 20 a second. */
  readonly lostMs: readonly number[];
}

const file = "orders.pipeline.json";
const editMs = 50;

/** Throws where the library is damaged, or misses an edit that the host had answered. */
export async function killEditor(
  kills: number,
  onKill: (lostMs: number) => void = () => undefined,
): Promise<KillReport> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "weir-kill-")));
  const [folder, libraryPath] = [join(home, "work"), join(home, "data", "library.db")];
  mkdirSync(folder);
  writeFileSync(join(folder, file), samplePipeline("start"));
  try {
    const lostMs: number[] = [];
    let edits = 0;
    for (let run = 0; run < kills; run++) {
      const { made, kept } = await editAndKill(folder, libraryPath, String(run));
      const found = await inspect(folder, libraryPath, run);
      assert.ok(found.ofRun >= kept, `run ${run}: ${kept} edits were answered, ${found.ofRun} are there`);
      assert.ok(found.ofRun <= made);
      edits = found.all;
      const lost = (made - found.ofRun) * editMs;
      lostMs.push(lost);
      onKill(lost);
    }
    return { kills, edits, lostMs };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function editAndKill(folder: string, libraryPath: string, run: string): Promise<{ made: number; kept: number }> {
  const script = join(import.meta.dirname, "edit-forever.ts");
  const child = spawn(process.execPath, [script, folder, libraryPath, run], {
    stdio: ["ignore", "pipe", "pipe"],
    // Starting is most of the time that this takes.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "weir-compile-cache") },
  });
  let [output, errors] = ["", ""];
  const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("made ")) resolve();
    });
    child.on("close", () => resolve());
  });
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 800));
  // Most of the time nothing happens; every second kill is aimed at the middle of an edit.
  const next = new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  if (Math.random() < 0.5) await Promise.race([next, closed]);
  child.kill("SIGKILL");
  await closed;
  assert.equal(child.signalCode, "SIGKILL", `the host ended by itself: ${errors}`);
  const last = (what: string): number =>
    Number(
      output
        .match(new RegExp(`${what} (\\d+)\n`, "g"))
        ?.at(-1)
        ?.slice(5) ?? 0,
    );
  return { made: last("made"), kept: last("kept") };
}

/** As the next start finds it: opened by the library's own code, which keeps a damaged file aside; then each check that SQLite has. */
async function inspect(
  folder: string,
  libraryPath: string,
  run: number,
): Promise<{ readonly ofRun: number; readonly all: number }> {
  const library = createLibrary({ path: libraryPath, onTrouble: (trouble) => assert.equal(trouble, null) });
  const key = { folder, file };
  const list = listHistory(library, key);
  const labels = list.map(({ label }) => label).filter((label) => label.startsWith(`${run}-`));
  assert.deepEqual(
    labels,
    Array.from(labels, (_, index) => `${run}-${labels.length - index}`),
    "no edit is missing between two that are there",
  );
  const head = list.find((item) => item.head);
  assert.equal(head?.sequence, list[0]?.sequence, "the head is the newest edit");
  const { pipeline, layout } = await readVersion(library, key, head?.sequence ?? 0);
  if (labels.length > 0) {
    assert.equal(JSON.parse(pipeline).name, labels[0]);
    assert.equal(JSON.parse(layout).nodes.in_5k2j7h4g.x, labels.length);
  }
  library.close();
  const db = new Database(libraryPath, { readonly: true });
  assert.equal(db.pragma("integrity_check", { simple: true }), "ok");
  assert.deepEqual(db.pragma("foreign_key_check"), []);
  db.close();
  assert.deepEqual(
    readdirSync(dirname(libraryPath)).filter((name) => name.includes("damaged")),
    [],
  );
  return { ofRun: labels.length, all: list.length - 1 };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
