/** The renderer's files under app://weir/, with the headers of the server for browsers. Nothing else has this scheme, and windows show nothing else. */
import { readFile, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { securityHeaders } from "../host/server/headers.ts";
import { canonical, contentTypes } from "../host/server/static-files.ts";
import { appScheme, isAppUrl, type ElectronParts } from "./electron-parts.ts";

/** Before the app is ready: without it, app:// would have no origin and could start no workers. */
export function registerScheme({ protocol }: Pick<ElectronParts, "protocol">): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

export type RequestHandler = (request: Pick<Request, "method" | "url">) => Promise<Response>;

/** Answers a request for a file below `root`; 404 for everything else. */
export function createAppHandler(root: string): RequestHandler {
  return async ({ method, url }) => {
    if (method !== "GET" && method !== "HEAD") return plain(405, "The studio does not take such requests.");
    const found = isAppUrl(url) ? await find(root, new URL(url).pathname) : null;
    if (found === null) return plain(404, "There is no such page.");
    const headers = { ...securityHeaders, "content-type": found.type, "cache-control": "no-cache" };
    return new Response(method === "HEAD" ? null : new Uint8Array(await readFile(found.path)), { headers });
  };
}

async function find(root: string, pathname: string): Promise<{ path: string; type: string } | null> {
  const file = canonical(pathname);
  const type = file === null ? undefined : contentTypes[extname(file)];
  if (file === null || type === undefined) return null;
  const base = await realpath(root).catch(() => null);
  const path = await realpath(join(root, ...file.split("/"))).catch(() => null);
  if (base === null || path === null || !path.startsWith(base + sep)) return null;
  return (await stat(path)).isFile() ? { path, type } : null;
}

function plain(status: number, text: string): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...securityHeaders, "content-type": "text/plain; charset=utf-8" },
  });
}
