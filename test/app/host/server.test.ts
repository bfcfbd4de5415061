/** The server on loopback: who is let in, what is sent, and with which headers. */
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { serveStudio, type StudioServer } from "../../../app/host/server/serve.ts";
import { until } from "../../support/weir-process.ts";
import { samplePipeline, temporaryFolder } from "./temporary-folder.ts";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Site {
  readonly server: StudioServer;
  readonly folder: string;
  readonly log: string[];
  readonly host: string;
  /** As the page itself asks. */
  readonly mine: OutgoingHttpHeaders;
  readonly ask: (
    method: string,
    path: string,
    headers?: OutgoingHttpHeaders,
    body?: string | Buffer,
  ) => Promise<Answer>;
}

async function openSite(t: TestContext): Promise<Site> {
  const home = temporaryFolder(t);
  const [folder, renderer] = [join(home, "work"), join(home, "renderer")];
  mkdirSync(folder);
  mkdirSync(join(renderer, "assets"), { recursive: true });
  writeFileSync(join(folder, "orders.pipeline.json"), samplePipeline("Orders"));
  writeFileSync(join(renderer, "index.html"), "<!doctype html><title>Weir</title>");
  writeFileSync(join(renderer, "assets", "index-B1x2y3z4.js"), "console.log(1);\n".repeat(500));
  writeFileSync(join(renderer, "assets", "inter-A1b2c3d4.woff2"), Buffer.alloc(2000, 7));
  writeFileSync(join(renderer, "icon.svg"), "<svg/>");
  writeFileSync(join(home, "secret.txt"), "secret");
  symlinkSync(join(home, "secret.txt"), join(renderer, "link.txt"));
  const log: string[] = [];
  const server = await serveStudio({
    folder,
    port: 0,
    environment: { WEIR_LIBRARY: join(home, "data", "library.db") },
    log: (line) => void log.push(line),
    renderer,
  });
  let open = true;
  t.after(async () => {
    if (open) await server.close();
    open = false;
  });
  const host = `127.0.0.1:${server.port}`;
  const ask: Site["ask"] = (method, path, headers = {}, body) =>
    send(server.port, method, path, { host, ...headers }, body);
  const entered = await ask("GET", `/${new URL(server.url).search}`);
  const cookie = String(entered.headers["set-cookie"]).split(";")[0] ?? "";
  const mine = { cookie, origin: `http://${host}`, "content-type": "application/json" };
  return { server, folder, log, host, mine, ask };
}

async function send(
  port: number,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders,
  body?: string | Buffer,
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function code({ body }: Answer): string {
  return JSON.parse(body.toString()).failure?.code;
}

describe("the first address", () => {
  test("becomes a strict cookie and leaves the address bar", async (t) => {
    const { server, ask, mine } = await openSite(t);
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/, "256 bits");
    const path = `/${new URL(server.url).search}`;
    const entered = await ask("GET", path, { "sec-fetch-site": "none" });
    assert.deepEqual([entered.status, entered.headers.location], [303, "/"]);
    const cookie = String(entered.headers["set-cookie"]);
    assert.match(cookie, /^weir-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    assert.ok(!cookie.includes(path.slice(8)), "the cookie is not the token");
    const elsewhere = await ask("GET", path, { "sec-fetch-site": "cross-site" });
    assert.equal(elsewhere.status, 200);
    assert.match(elsewhere.body.toString(), /http-equiv="refresh" content="0;url=\/"/);
    assert.equal((await ask("GET", "/", { cookie: mine["cookie"] ?? "" })).status, 200);
  });

  test("with another token opens nothing", async (t) => {
    const { ask, server } = await openSite(t);
    const token = new URL(server.url).searchParams.get("token") ?? "";
    for (const wrong of ["", "x", token.slice(1), `${token}x`, token.toLowerCase(), `${token.slice(0, -1)}%00`]) {
      const answer = await ask("GET", `/?token=${wrong}`);
      assert.deepEqual([answer.status, answer.headers["set-cookie"]], [403, undefined], wrong);
    }
  });
});

describe("requests", () => {
  test("without the cookie, the own address and the own page are refused before their body is read", async (t) => {
    const { ask, mine, host, server } = await openSite(t);
    const good = await ask("POST", "/api/workspace.get", mine, "{}");
    assert.equal(good.status, 200);
    assert.equal(JSON.parse(good.body.toString()).result.name, "work");
    const without = (name: string): OutgoingHttpHeaders =>
      Object.fromEntries(Object.entries(mine).filter(([key]) => key !== name));
    const { port } = server;
    const forged: readonly (readonly [string, OutgoingHttpHeaders])[] = [
      ["no cookie", without("cookie")],
      ["another cookie", { ...mine, cookie: `weir-${port}=${"A".repeat(43)}` }],
      ["the token as a cookie", { ...mine, cookie: `weir-${port}=${new URL(server.url).searchParams.get("token")}` }],
      ["the cookie of another port", { ...mine, cookie: String(mine["cookie"]).replace(String(port), "1") }],
      ["no origin", without("origin")],
      ["another origin", { ...mine, origin: "https://example.org" }],
      ["a null origin", { ...mine, origin: "null" }],
      ["the origin of another port", { ...mine, origin: "http://127.0.0.1:1" }],
      ["an origin that starts alike", { ...mine, origin: `http://${host}.example.org` }],
      ["a rebound name", { ...mine, host: `evil.example.org:${port}`, origin: `http://evil.example.org:${port}` }],
      ["another address", { ...mine, host: `0.0.0.0:${port}`, origin: `http://0.0.0.0:${port}` }],
      ["no port", { ...mine, host: "127.0.0.1", origin: "http://127.0.0.1" }],
      ["localhost, with the origin of the address", { ...mine, host: `localhost:${port}` }],
    ];
    for (const [what, headers] of forged) {
      const answer = await ask("POST", "/api/workspace.get", headers, "not read");
      assert.deepEqual([answer.status, code(answer)], [403, "HOST_0002"], what);
    }
    const person = await ask("GET", "/", { accept: "text/html,*/*" });
    assert.deepEqual([person.status, person.headers["content-type"]], [403, "text/plain; charset=utf-8"]);
    assert.match(person.body.toString(), /^This browser was not given .*\nOpen the address that/);
    for (const path of ["/", "/events", "/icon.svg", "/assets/index-B1x2y3z4.js", "/nothing"])
      assert.equal((await ask("GET", path)).status, 403, path);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
      assert.equal(
        (await ask("POST", "/api/workspace.get", { ...mine, "content-type": type }, "{}")).status,
        400,
        type,
      );
    for (const method of ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
      assert.equal((await ask(method, "/api/workspace.get", mine)).status, 403, method);
  });

  test("that are not understood are said to be so, without stacks", async (t) => {
    const { ask, mine, log } = await openSite(t);
    for (const [path, body] of [
      ["/api/nothing", "{}"],
      ["/api/toString", "{}"],
      ["/api/workspace.get", ""],
      ["/api/workspace.get", "{"],
      ["/api/workspace.get", "[]"],
      ["/api/workspace.get", '{"more":1}'],
      ["/api/document.open", '{"file":1}'],
      ["/api/document.open", '{"file":"a.pipeline.json","__proto__":{"x":1}}'],
    ] as const) {
      const answer = await ask("POST", path, mine, body);
      assert.deepEqual([answer.status, code(answer)], [400, "HOST_0001"], `${path} ${body}`);
      assert.doesNotMatch(answer.body.toString(), /\bat .*\.ts|node:internal/);
    }
    assert.deepEqual(log, []);
  });

  test("that are too large end early", async (t) => {
    const { ask, mine, server, host } = await openSite(t);
    const announced = await ask(
      "POST",
      "/api/workspace.get",
      { ...mine, "content-length": 41 * 1024 * 1024 },
      "x",
    ).catch(() => null);
    assert.ok(announced === null || announced.status === 413);
    // Without a length: the server has to count.
    const socket = connect(server.port, "127.0.0.1");
    const heads = Object.entries({ host, ...mine, "transfer-encoding": "chunked" });
    socket.write(`POST /api/workspace.get HTTP/1.1\r\n${heads.map(([k, v]) => `${k}: ${String(v)}\r\n`).join("")}\r\n`);
    const seen = { text: "", closed: false };
    socket.on("data", (chunk: Buffer) => (seen.text += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => (seen.closed = true));
    const over = (): boolean => seen.closed || seen.text.includes(" 413 ");
    const block = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(0x10_0000, 0x20), Buffer.from("\r\n")]);
    for (let n = 0; n < 60 && !over(); n++) await new Promise<void>((resolve) => socket.write(block, () => resolve()));
    await until("the server ends it", () => Promise.resolve(over()), 10_000);
    socket.destroy();
    assert.equal((await ask("POST", "/api/workspace.get", mine, "{}")).status, 200, "and goes on");
  });

  test("of 33 MiB are taken", async (t) => {
    const { ask, mine } = await openSite(t);
    const body = JSON.stringify({
      file: "big.pipeline.json",
      pipeline: " ".repeat(32 * 1024 * 1024),
      layout: null,
      tests: null,
    });
    assert.equal((await ask("POST", "/api/document.create", mine, body)).status, 200);
  });
});

describe("pages", () => {
  test("carry the headers that keep them apart from everything else", async (t) => {
    const { ask, mine } = await openSite(t);
    for (const answer of [await ask("GET", "/", mine), await ask("GET", "/nothing", mine), await ask("GET", "/")]) {
      assert.equal(
        answer.headers["content-security-policy"],
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      assert.equal(answer.headers["x-content-type-options"], "nosniff");
      assert.equal(answer.headers["referrer-policy"], "no-referrer");
      assert.equal(answer.headers["cross-origin-opener-policy"], "same-origin");
      assert.equal(answer.headers["cross-origin-embedder-policy"], "require-corp");
      assert.equal(answer.headers["cross-origin-resource-policy"], "same-origin");
      assert.equal(answer.headers["access-control-allow-origin"], undefined);
    }
  });

  test("have their types, are compressed, revalidated and kept", async (t) => {
    const { ask, mine } = await openSite(t);
    const page = await ask("GET", "/", mine);
    assert.deepEqual(
      [page.headers["content-type"], page.headers["cache-control"]],
      ["text/html; charset=utf-8", "private, no-cache"],
    );
    const script = "/assets/index-B1x2y3z4.js";
    const plain = await ask("GET", script, mine);
    assert.equal(plain.headers["content-type"], "text/javascript; charset=utf-8");
    assert.equal(plain.headers["cache-control"], "private, max-age=31536000, immutable");
    assert.equal(plain.headers["content-encoding"], undefined);
    const brotli = await ask("GET", script, { ...mine, "accept-encoding": "gzip, deflate, br, zstd" });
    assert.equal(brotli.headers["content-encoding"], "br");
    assert.deepEqual(brotliDecompressSync(brotli.body), plain.body);
    const gzip = await ask("GET", script, { ...mine, "accept-encoding": "gzip;q=1, br;q=0" });
    assert.equal(gzip.headers["content-encoding"], "gzip");
    assert.deepEqual(gunzipSync(gzip.body), plain.body);
    assert.ok(brotli.body.length < plain.body.length / 10);
    assert.equal(new Set([plain, brotli, gzip].map(({ headers }) => headers.etag)).size, 3);
    const again = await ask("GET", script, { ...mine, "if-none-match": plain.headers.etag ?? "" });
    assert.deepEqual([again.status, again.body.length], [304, 0]);
    const font = await ask("GET", "/assets/inter-A1b2c3d4.woff2", { ...mine, "accept-encoding": "br" });
    assert.deepEqual([font.headers["content-type"], font.headers["content-encoding"]], ["font/woff2", undefined]);
    const head = await ask("HEAD", script, mine);
    assert.deepEqual(
      [head.status, head.body.length, head.headers["content-length"]],
      [200, 0, String(plain.body.length)],
    );
    assert.equal((await ask("GET", "/icon.svg", mine)).headers["content-type"], "image/svg+xml");
  });

  test("lie in the renderer's folder and nowhere else", async (t) => {
    const { ask, mine } = await openSite(t);
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e%2fsecret.txt",
      "/%252e%252e/secret.txt",
      "/assets/../../secret.txt",
      "/assets/..%5c..%5csecret.txt",
      "//etc/passwd",
      "//[",
      "http://[::1",
      "/link.txt",
      "/assets",
      "/assets/",
      "/index.html/",
      "/index.html%00.js",
      "/%",
      "/.env",
      "/data/library.db",
    ]) {
      const answer = await ask("GET", path, mine);
      assert.notEqual(answer.status, 200, path);
      assert.doesNotMatch(answer.body.toString(), /secret|root:/, path);
    }
  });
});

describe("events", () => {
  test("reach every page until the server ends", async (t) => {
    const { server, host, mine, folder } = await openSite(t);
    const streams = [0, 1].map(() => {
      const stream = { text: "", type: "", ended: false };
      const headers = { host, cookie: mine["cookie"] ?? "" };
      request({ host: "127.0.0.1", port: server.port, path: "/events", headers, agent: false }, (response) => {
        stream.type = response.headers["content-type"] ?? "";
        response.on("data", (chunk: Buffer) => (stream.text += chunk.toString()));
        response.on("close", () => (stream.ended = true));
      }).end();
      return stream;
    });
    await until("both listen", () => Promise.resolve(streams.every(({ text }) => text.startsWith("retry: "))));
    assert.equal(streams[0]?.type, "text/event-stream");
    // The watch may not be ready when the page is: the change is made until it is seen.
    let n = 0;
    await until("a change is told", () => {
      writeFileSync(join(folder, "orders.pipeline.json"), samplePipeline(`Orders ${n++}`));
      return Promise.resolve(streams.every(({ text }) => text.includes("orders.pipeline.json")));
    });
    assert.match(streams[1]?.text ?? "", /^data: \{"event":"files","file":"orders\.pipeline\.json"\}\n\n/m);
    await server.close();
    await until("the streams end", () => Promise.resolve(streams.every(({ ended }) => ended)));
  });
});

test("without built pages, or on a port that is taken, it says what to do", async (t) => {
  const { server, folder } = await openSite(t);
  const options = { folder, environment: { WEIR_LIBRARY: join(folder, ".data", "library.db") }, log: () => undefined };
  await assert.rejects(serveStudio({ ...options, port: 0, renderer: folder }), {
    code: "HOST_0017",
    hint: /npm run build/,
  });
  const renderer = temporaryFolder(t);
  writeFileSync(join(renderer, "index.html"), "");
  await assert.rejects(serveStudio({ ...options, port: server.port, renderer }), { code: "HOST_0007" });
});
