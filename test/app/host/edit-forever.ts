/**
 * A host in a process of its own, in which somebody edits 20 times a second until it is killed. Says `made N` when an edit is made and `kept N` when the
 * host has answered. Arguments: folder, library, run.
 */
import { writeSync } from "node:fs";
import { createHost } from "../../../app/host/create-host.ts";

const [folder = "", libraryPath = "", run = ""] = process.argv.slice(2);
const file = "orders.pipeline.json";
const host = await createHost({ folder, libraryPath, kind: "browser", publish: () => undefined });

async function ask(method: string, params: unknown): Promise<unknown> {
  const answer = await host.call(method, params);
  if ("failure" in answer) throw new Error(JSON.stringify(answer.failure));
  return answer.result;
}

const opened = await ask("document.open", { file });
let parent = headOf(opened);
for (let edit = 1; ; edit++) {
  const due = new Promise((resolve) => setTimeout(resolve, 50));
  const edits = [
    { edit: "renamePipeline", name: `${run}-${edit}` },
    { edit: "place", places: { in_5k2j7h4g: [edit, 0] } },
  ];
  writeSync(1, `made ${edit}\n`);
  const answer = await ask("history.append", {
    file,
    parent,
    entry: { label: `${run}-${edit}`, edits, touched: ["in_5k2j7h4g"], snapshot: null },
  });
  writeSync(1, `kept ${edit}\n`);
  parent = sequenceOf(answer);
  await due;
}

function headOf(value: unknown): number | null {
  const history = field(value, "history");
  const head = history === null ? null : field(history, "head");
  return typeof head === "number" ? head : null;
}

function sequenceOf(value: unknown): number {
  return Number(field(value, "sequence"));
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return null;
  return Object.entries(value).find(([key]) => key === name)?.[1] ?? null;
}
