/** `node test/bench/kill-editor.ts [KILLS]`: two hundred hosts of the studio killed while they are edited; how much of the editing is lost. About four minutes. */
import { killEditor, median } from "../app/host/kill-editor.ts";

const kills = Number(process.argv[2] ?? 200);
let done = 0;
const startedAtMs = Date.now();
const report = await killEditor(kills, () => {
  if (++done % 20 === 0) console.log(`${done} of ${kills} killed, ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
});
const most = Math.max(...report.lostMs);
const exact = report.lostMs.filter((ms) => ms === 0).length;
console.log(`${report.kills} kills, ${report.edits} edits kept, no library damaged.`);
console.log(
  `Lost by a kill: median ${median(report.lostMs)} ms, at most ${most} ms; nothing in ${exact} of ${report.kills}.`,
);
if (most > 1000) process.exitCode = 1;
