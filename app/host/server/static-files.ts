/** The built renderer over HTTP: right types, revalidation by ETag, hashed files for ever, text compressed once and kept. */
import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export interface StaticFiles {
  /** False where there is no such file; nothing was sent then. */
  send(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

type Encoding = "br" | "gzip" | "identity";

interface Loaded {
  readonly stamp: string;
  readonly etag: string;
  readonly type: string;
  readonly bodies: Map<Encoding, Promise<Buffer>>;
}

export const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};
const compressible = /^(?:text\/|application\/json|image\/svg|font\/ttf|application\/wasm)/;
/** What vite names by its contents: `assets/index-B1x2y3z4.js`. */
const hashed = /^assets\/.*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

const compress = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
};

export function createStaticFiles(root: string): StaticFiles {
  const loaded = new Map<string, Loaded>();

  async function load(file: string): Promise<Loaded | null> {
    const type = contentTypes[extname(file)];
    if (type === undefined) return null;
    const path = await realpath(join(root, ...file.split("/"))).catch(() => null);
    const base = await realpath(root).catch(() => root);
    if (path === null || !path.startsWith(base + sep)) return null;
    const info = await stat(path);
    if (!info.isFile()) return null;
    const stamp = `${info.mtimeMs}:${info.size}:${info.ino}`;
    const known = loaded.get(file);
    if (known?.stamp === stamp) return known;
    const bytes = await readFile(path);
    const etag = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
    const fresh: Loaded = { stamp, etag, type, bodies: new Map([["identity", Promise.resolve(bytes)]]) };
    loaded.set(file, fresh);
    return fresh;
  }

  return {
    async send(path, request, response) {
      const file = canonical(path);
      const found = file === null ? null : await load(file);
      if (file === null || found === null) return false;
      const plain = (await found.bodies.get("identity")) ?? Buffer.alloc(0);
      const encoding = choose(request, found.type, plain.length);
      const etag = `"${found.etag}${encoding === "identity" ? "" : `-${encoding}`}"`;
      response.setHeader("content-type", found.type);
      response.setHeader("vary", "accept-encoding");
      response.setHeader("etag", etag);
      response.setHeader(
        "cache-control",
        hashed.test(file) ? "private, max-age=31536000, immutable" : "private, no-cache",
      );
      if (request.headers["if-none-match"] === etag) {
        response.writeHead(304).end();
        return true;
      }
      const body = await encoded(found, encoding, plain);
      if (encoding !== "identity") response.setHeader("content-encoding", encoding);
      response.setHeader("content-length", body.length);
      response.writeHead(200).end(request.method === "HEAD" ? undefined : body);
      return true;
    },
  };
}

/** Decoded once, without any way up; `/` is the page. Null where it is no path of ours. */
export function canonical(path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (decoded === "/") return "index.html";
  const parts = decoded.slice(1).split("/");
  const fine = decoded.startsWith("/") && parts.every((part) => /^[A-Za-z0-9_@+ ()-][A-Za-z0-9_@+. ()-]*$/.test(part));
  return fine ? parts.join("/") : null;
}

function choose({ headers }: IncomingMessage, type: string, bytes: number): Encoding {
  if (bytes < 1024 || !compressible.test(type)) return "identity";
  const accepted = headers["accept-encoding"] ?? "";
  const takes = (name: string): boolean =>
    new RegExp(`(?:^|[\\s,])${name}(?!\\s*;\\s*q=0(?:\\.0*)?(?:\\s*,|\\s*$))`).test(accepted);
  return takes("br") ? "br" : takes("gzip") ? "gzip" : "identity";
}

/** On loopback time counts more than bytes: a quick setting, and only once for each file. */
async function encoded(found: Loaded, encoding: Encoding, plain: Buffer): Promise<Buffer> {
  const known = found.bodies.get(encoding);
  if (known !== undefined) return await known;
  const made =
    encoding === "br"
      ? compress.br(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : compress.gzip(plain, { level: 4 });
  found.bodies.set(encoding, made);
  return await made;
}
