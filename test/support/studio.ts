/** The studio as a person has it: the real host on a folder of its own, its pages built (`npm run build:renderer`), and a browser's page on it. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serveStudio, type StudioServer } from "../../app/host/server/serve.ts";
import type { HostEvent, HostResults } from "../../shared/protocol/host-api.ts";
import type { HostMethod, HostParams } from "../../shared/protocol/host-methods.ts";

export interface Studio {
  readonly url: string;
  readonly folder: string;
  readonly events: readonly HostEvent[];
  /** As a page would ask. */
  call<M extends HostMethod>(method: M, params: HostParams<M>): Promise<HostResults[M]>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export interface StudioOptions {
  /** Texts by path; the shipped samples where it is left out. */
  readonly files?: Readonly<Record<string, string>>;
  /** True where it is left out. */
  readonly trusted?: boolean;
  /** Another build of the pages than dist/renderer. */
  readonly renderer?: string;
}

const samples = join(import.meta.dirname, "../pipelines");

export async function openStudio({ files, trusted = true, renderer }: StudioOptions = {}): Promise<Studio> {
  const root = await mkdtemp(join(tmpdir(), "weir-studio-"));
  const folder = join(root, "shop");
  await mkdir(folder);
  if (files === undefined)
    await cp(samples, folder, { recursive: true, filter: (path) => path === samples || path.endsWith(".json") });
  for (const [file, text] of Object.entries(files ?? {})) await put(join(folder, file), text);
  const events: HostEvent[] = [];
  const chosen = renderer ?? process.env["WEIR_RENDERER"];
  const server: StudioServer = await serveStudio({
    folder,
    port: 0,
    environment: { ...process.env, WEIR_LIBRARY: join(root, "library.sqlite") },
    log: () => {},
    onEvent: (event) => events.push(event),
    ...(chosen === undefined ? {} : { renderer: chosen }),
  });
  const call = async <M extends HostMethod>(method: M, params: HostParams<M>): Promise<HostResults[M]> => {
    const answer = await server.call(method, params);
    if ("failure" in answer) throw new Error(`${method}: ${answer.failure.code} ${answer.failure.message}`);
    // The host answers each method with the result of that method.
    return answer.result as HostResults[M];
  };
  if (trusted) await call("workspace.trust", { trusted: true });
  return {
    url: server.url,
    folder,
    events,
    call,
    read: (file) => readFile(join(folder, file), "utf8"),
    write: (file, text) => put(join(folder, file), text),
    async close() {
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
