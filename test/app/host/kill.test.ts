import assert from "node:assert/strict";
import { test } from "node:test";
import { killEditor, median } from "./kill-editor.ts";

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
