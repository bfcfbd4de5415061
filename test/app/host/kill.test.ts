import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { killEditor, median } from "./kill-editor.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test(
  "20 hosts killed while they are edited: no library is damaged, at most a second is lost",
  { timeout: 240_000 },
  async (t) => {
    const { lostMs, edits } = await killEditor(20);
    assert.equal(lostMs.length, 20);
    assert.ok(edits > 20, "they were killed while edits went on");
    assert.ok(Math.max(...lostMs) <= 1000);
    t.diagnostic(`lost by kill: median ${median(lostMs)} ms, at most ${Math.max(...lostMs)} ms; ${edits} edits`);
  },
);

test("10 hosts killed while they save: the file is always whole", { timeout: 240_000 }, async (t) => {
  const home = temporaryFolder(t);
  const [folder, libraryPath] = [join(home, "work"), join(home, "library.db")];
  mkdirSync(folder);
  const path = join(folder, "orders.pipeline.json");
  writeFileSync(path, "0".repeat(2_000_000));
  const seen = new Set<string>();
  for (let run = 0; run < 10; run++) {
    const child = spawn(process.execPath, [join(import.meta.dirname, "save-forever.ts"), folder, libraryPath], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
    child.kill("SIGKILL");
    await closed;
    assert.equal(child.signalCode, "SIGKILL");
    const text = readFileSync(path, "utf8");
    assert.equal(text, (text[0] ?? "").repeat(2_000_000));
    seen.add(text[0] ?? "");
  }
  assert.ok(seen.size > 1, "they did save");
});
