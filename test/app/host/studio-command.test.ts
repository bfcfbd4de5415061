/** `weir studio` as a user starts it: the address that it prints, the built pages, and its end with everything that it started. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startWeir, until } from "../../support/weir-process.ts";
import { samplePipeline, temporaryFolder } from "./temporary-folder.ts";

const built = existsSync(new URL("../../../dist/renderer/index.html", import.meta.url));
const notBuilt = "NOT TESTED: the studio is not built (vite build)";

test("weir studio serves the built studio until it is told to end", { timeout: 120_000 }, async (t) => {
  if (!built) return t.skip(notBuilt);
  const home = temporaryFolder(t);
  mkdirSync(join(home, "work"));
  writeFileSync(join(home, "work", "orders.pipeline.json"), samplePipeline("Orders"));
  process.env["WEIR_LIBRARY"] = join(home, "library.db");
  const weir = startWeir(["studio", "work", "--no-open", "--json"], { cwd: home });
  t.after(() => weir.kill("SIGKILL"));
  await until("it prints its address", () => Promise.resolve(weir.stdout().trimEnd().endsWith("}")));
  const { url, port }: { url: string; port: number } = JSON.parse(weir.stdout());
  assert.match(weir.stderr(), /^Studio on http:\/\/127\.0\.0\.1:\d+\/\?token=/);

  const first = await fetch(url, { redirect: "manual" });
  const headers = {
    cookie: first.headers.get("set-cookie")?.split(";")[0] ?? "",
    origin: `http://127.0.0.1:${port}`,
    "content-type": "application/json",
  };
  const page = await (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
  const assets = [...page.matchAll(/(?:src|href)="\.(\/[^"]+)"/g)].map(([, path]) => path ?? "");
  assert.ok(assets.length >= 2);
  for (const path of assets) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    assert.equal(answer.status, 200, path);
    await answer.arrayBuffer();
  }
  const call = async (method: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/${method}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return await answer.json();
  };
  const pipeline = samplePipeline("Orders");
  const request = { pipeline, inputs: {}, defaultCount: 5, end: "close", rowsPerEdge: 5 };
  const preview = await call("preview.run", { file: "orders.pipeline.json", request });
  assert.match(JSON.stringify(preview), /"result"/);
  const stream = await fetch(`http://127.0.0.1:${port}/events`, { headers });
  const children = childrenOf(process.pid).flatMap((pid) => [pid, ...childrenOf(pid)]);

  weir.kill("SIGTERM");
  assert.deepEqual(await weir.exited, { code: 0, signal: null });
  await stream.text();
  if (process.platform === "linux") {
    assert.ok(children.length >= 2, "the studio and its preview process were there");
    await until(
      "no process is left",
      () => Promise.resolve(children.every((pid) => !existsSync(`/proc/${pid}`))),
      10_000,
    );
  }
});

test("weir studio says what is wrong", { timeout: 60_000 }, async (t) => {
  const home = temporaryFolder(t);
  process.env["WEIR_LIBRARY"] = join(home, "library.db");
  const missing = startWeir(["studio", "missing", "--no-open"], { cwd: home });
  assert.equal((await missing.exited).code, 1);
  assert.match(missing.stderr(), built ? /HOST_0003.*missing/s : /HOST_0017.*npm run build/s);
  const port = startWeir(["studio", "--port", "http", "--no-open"], { cwd: home });
  assert.equal((await port.exited).code, 2);
  assert.match(port.stderr(), /CLI_0001.*--port takes a whole number/s);
});

/** By Linux' own account; nothing elsewhere. */
function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text
      .split(" ")
      .filter((word) => word !== "")
      .map(Number);
  } catch {
    return [];
  }
}
