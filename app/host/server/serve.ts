/**
 * The studio for a browser: an HTTP server on loopback. The first address carries a token, which becomes a cookie; nothing is sent or done without it.
 *
 *   GET  /?token=…      sets the cookie and leads to /
 *   GET  /, /assets/…   the built renderer
 *   POST /api/<method>  parameters as JSON → `{"result": …}` or `{"failure": HostFailure}`
 *   GET  /events        server-sent events, each a HostEvent
 */
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { WeirError } from "../../../shared/errors.ts";
import type { HostEvent, HostFailure } from "../../../shared/protocol/host-api.ts";
import { createHost, type HostAnswer, type StudioHost } from "../create-host.ts";
import { toFailure } from "../failure.ts";
import { libraryPath } from "../library/location.ts";
import { packageRoot } from "../package-root.ts";
import { BodyTooLarge, readJsonBody } from "./body.ts";
import { createEventStreams, type EventStreams } from "./events.ts";
import { securityHeaders } from "./headers.ts";
import { createSession, ownOrigin, type Session } from "./session.ts";
import { createStaticFiles, type StaticFiles } from "./static-files.ts";

export interface ServeOptions {
  /** Absolute. */
  readonly folder: string;
  /** 0: the system chooses. */
  readonly port: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  log(line: string): void;
  /** The built renderer; dist/renderer of the package where it is left out. */
  readonly renderer?: string;
  /** Of whoever serves, besides the pages: every event of the host. */
  onEvent?(event: HostEvent): void;
}

export interface StudioServer {
  /** With the token: whoever knows it has everything that the user has in the studio. */
  readonly url: string;
  readonly port: number;
  /** As a page would ask; never rejects. */
  call(method: string, params: unknown): Promise<HostAnswer>;
  close(): Promise<void>;
}

/** Throws HOST_0017 without a built renderer, HOST_0003 for a folder that cannot be opened, HOST_0007 for a port that is taken. */
export async function serveStudio(options: ServeOptions): Promise<StudioServer> {
  const renderer = options.renderer ?? fileURLToPath(new URL("dist/renderer", packageRoot().url));
  if (!existsSync(`${renderer}/index.html`)) {
    throw new WeirError("HOST_0017", "The studio's pages are not built.", { hint: "Run `npm run build` once." });
  }
  const events = createEventStreams();
  const host = await createHost({
    folder: options.folder,
    libraryPath: libraryPath(options.environment),
    kind: "browser",
    publish: (event) => {
      events.publish(event);
      options.onEvent?.(event);
    },
    log: (line) => options.log(line),
  });
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 120_000 });
  const port = await listen(server, options.port).catch(async (error: unknown) => {
    await host.close();
    throw error;
  });
  const session = createSession(port);
  const site: Site = {
    host,
    events,
    session,
    port,
    files: createStaticFiles(renderer),
    log: (line) => options.log(line),
  };
  server.on("request", (request, response) => void handle(site, request, response));
  return {
    url: `http://127.0.0.1:${port}/?token=${session.token}`,
    port,
    call: (method, params) => host.call(method, params),
    async close() {
      events.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await host.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Site {
  readonly host: StudioHost;
  readonly events: EventStreams;
  readonly session: Session;
  readonly port: number;
  readonly files: StaticFiles;
  log(line: string): void;
}

async function handle(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  response.on("error", () => undefined);
  try {
    await route(site, request, response);
  } catch (error) {
    const failure = toFailure(error, (line) => site.log(line));
    if (response.headersSent) response.destroy();
    else if (isNavigation(request)) sayTo(response, statusOf(failure), failure);
    else answer(response, error instanceof BodyTooLarge ? 413 : statusOf(failure), { failure });
    // The rest of a body that is not wanted is not waited for.
    if (!request.complete) response.once("finish", () => request.destroy());
  }
}

async function route(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const origin = ownOrigin(request.headers, site.port);
  if (origin === null) throw noAccess("The request does not name this studio's own address.");
  if (request.headers.origin !== undefined && request.headers.origin !== origin)
    throw noAccess("The request comes from another site.");
  const address = request.url ?? "/";
  // `//name/…` would be read as another server's address.
  if (address.startsWith("//") || !URL.canParse(address, origin)) throw noAccess("The address is not understood.");
  const { pathname, searchParams } = new URL(address, origin);
  const token = searchParams.get("token");
  if (request.method === "GET" && pathname === "/" && token !== null) return enter(site, token, request, response);
  if (!site.session.hasCookie(request.headers)) throw noAccess("This browser was not given the studio's address.");
  const method = /^\/api\/([a-zA-Z.]+)$/.exec(pathname)?.[1];
  if (method !== undefined) return await callMethod(site, method, origin, request, response);
  if (request.method !== "GET" && request.method !== "HEAD") throw noAccess("The studio does not take such requests.");
  if (pathname === "/events") {
    site.host.warm();
    return site.events.open(request, response, site.host.greeting());
  }
  if (await site.files.send(pathname, request, response)) return;
  response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("There is no such page.\n");
}

/** The token leaves the address bar. A strict cookie is not sent along on a redirect that another site caused, so there the page itself goes on. */
function enter({ session }: Site, token: string, request: IncomingMessage, response: ServerResponse): void {
  if (!session.isToken(token)) throw noAccess("The address belongs to a studio that has ended.");
  response.setHeader("set-cookie", session.setCookie());
  response.setHeader("cache-control", "no-store");
  const from = request.headers["sec-fetch-site"];
  if (from === undefined || from === "none" || from === "same-origin") {
    response.writeHead(303, { location: "/" }).end();
    return;
  }
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end('<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Weir</title>');
}

async function callMethod(
  { host }: Site,
  method: string,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") throw noAccess("The studio does not take such requests.");
  // Browsers send it with every POST; what does not is no page of ours.
  if (request.headers.origin !== origin) throw noAccess("The request does not come from the studio's own page.");
  if (!/^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(request.headers["content-type"] ?? ""))
    throw new WeirError("HOST_0001", "The request is not JSON.", { hint: "Reload the page." });
  const result = await host.call(method, await readJsonBody(request));
  answer(response, "failure" in result ? statusOf(result.failure) : 200, result);
}

function answer(response: ServerResponse, status: number, body: HostAnswer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(text);
}

/** Somebody sees the answer, not a script. */
function isNavigation({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && (headers.accept ?? "").includes("text/html");
}

function sayTo(response: ServerResponse, status: number, { message, hint }: HostFailure): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end(`${message}\n${hint ?? ""}\n`);
}

function statusOf({ code }: HostFailure): number {
  if (code === "HOST_0002" || code === "HOST_0005") return 403;
  if (code === "HOST_0500") return 500;
  return 400;
}

function noAccess(message: string): WeirError {
  return new WeirError("HOST_0002", message, { hint: "Open the address that `weir studio` printed." });
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new WeirError("HOST_0007", `The studio cannot listen on port ${port}: ${error.message}.`, {
          hint: "Leave --port out, and the system chooses one that is free.",
          cause: error,
        }),
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
