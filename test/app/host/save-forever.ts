/** A host in a process of its own that saves a large document until it is killed. Arguments: folder, library. */
import { writeSync } from "node:fs";
import { createHost } from "../../../app/host/create-host.ts";

const [folder = "", libraryPath = ""] = process.argv.slice(2);
const file = "orders.pipeline.json";
const host = await createHost({ folder, libraryPath, kind: "browser", publish: () => undefined });

async function ask(method: string, params: unknown): Promise<string> {
  const answer = await host.call(method, params);
  if ("failure" in answer) throw new Error(JSON.stringify(answer.failure));
  const { result } = answer;
  if (typeof result !== "object" || result === null || !("hash" in result)) throw new Error(JSON.stringify(result));
  return String(result.hash);
}

let baseHash = await ask("document.open", { file });
for (let n = 1; ; n++) {
  const pipeline = String.fromCodePoint(97 + (n % 26)).repeat(2_000_000);
  writeSync(1, `${n}\n`);
  baseHash = await ask("document.save", { file, pipeline, layout: null, baseHash });
}
