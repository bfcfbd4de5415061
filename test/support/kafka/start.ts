/** `npm run kafka`: one real Kafka node until Ctrl-C. `--port 9092`, `--folder DIR` keeps the data. */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { startKafka } from "./kafka.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "9092" }, folder: { type: "string" } } });
const folder = values.folder === undefined ? undefined : resolve(values.folder);
if (folder !== undefined) mkdirSync(folder, { recursive: true });

const kafka = await startKafka({ port: Number(values.port), ...(folder === undefined ? {} : { folder }) });
process.stdout.write(`${kafka.bootstrap}\n`);
const alive = setInterval(() => {}, 1 << 30);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    clearInterval(alive);
    void kafka.stop();
  });
}
