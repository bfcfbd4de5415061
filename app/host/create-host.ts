/**
 * The studio's host, the same for `weir studio` and the desktop app: the methods of shared/protocol/host-methods.ts, each answered by one of the parts below.
 * Whatever happens, a call has an answer: a result, or a failure that a person can read.
 */
import { dirname } from "node:path";
import type * as z from "zod";
import { WeirError } from "../../shared/errors.ts";
import type { HostEvent, HostFailure } from "../../shared/protocol/host-api.ts";
import { hostMethods, type HostMethod } from "../../shared/protocol/host-methods.ts";
import { createRuntimePart, type RuntimeOptions } from "./agents/create-runtime-part.ts";
import { toFailure } from "./failure.ts";
import type { HostContext, HostHandlers } from "./host-part.ts";
import { createLibrary } from "./library/library.ts";
import { isTrusted, noteRecent } from "./library/settings.ts";
import { packageRoot } from "./package-root.ts";
import { checkTrust } from "./trust.ts";
import { createDocumentPart } from "./workspace/document-part.ts";
import { resolveFolder } from "./workspace/paths.ts";
import { watchWorkspace, type WorkspaceWatch } from "./workspace/watch.ts";
import { createWorkspacePart } from "./workspace/workspace-part.ts";

export interface HostOptions {
  /** Absolute. HOST_0003 where it cannot be opened. */
  readonly folder: string;
  /** File of the library (library/location.ts); made where it is missing. */
  readonly libraryPath: string;
  readonly kind: "browser" | "desktop";
  /** How agents are started and where secrets lie; absent: as the browser does. */
  readonly runtime?: RuntimeOptions;
  publish(event: HostEvent): void;
  log?(line: string): void;
}

/** When whoever starts the studio has what they wanted first. */
const backUpAfterMs = 30_000;

export type HostAnswer = { readonly result: unknown } | { readonly failure: HostFailure };

export interface StudioHost {
  /** Never rejects. */
  call(method: string, params: unknown): Promise<HostAnswer>;
  /** What whoever subscribes now has missed and still holds. */
  greeting(): readonly HostEvent[];
  /** Somebody is there: what takes long to start and is wanted soon is started. */
  warm(): void;
  close(): Promise<void>;
}

export async function createHost(options: HostOptions): Promise<StudioHost> {
  const log = (line: string): void =>
    options.log === undefined ? void process.stderr.write(`${line}\n`) : options.log(line);
  let folder = await resolveFolder(options.folder);
  const library = createLibrary({
    path: options.libraryPath,
    onTrouble: (trouble) => options.publish({ event: "trouble", trouble }),
  });
  const context: HostContext = {
    kind: options.kind,
    version: packageRoot().version,
    dataFolder: dirname(options.libraryPath),
    folder: () => folder,
    trusted: () => isTrusted(library, folder),
    publish: (event) => options.publish(event),
    log,
  };
  const startWatch = (): WorkspaceWatch => watchWorkspace(folder, (event) => options.publish(event));
  let watch = startWatch();
  noteRecent(library, folder, null);
  const backup = setTimeout(() => void library.backUp().catch((error: unknown) => log(String(error))), backUpAfterMs);
  backup.unref();

  const runtime = createRuntimePart(context, options.runtime);
  const parts = [
    createWorkspacePart(context, library, (next) => {
      if (next === folder) return;
      folder = next;
      watch.close();
      watch = startWatch();
    }),
    createDocumentPart(context, library, (path) => watch.wrote(path)),
    runtime,
  ] as const;
  const handlers: HostHandlers = merge(parts);

  async function answer<M extends HostMethod>(method: M, params: unknown): Promise<unknown> {
    const checked = hostMethods[method].safeParse(params);
    if (!checked.success) throw misunderstood(method, checked.error);
    checkTrust(method, context.trusted());
    // The schema of this method made these parameters; the compiler cannot follow that through the table.
    const handler = handlers[method] as (params: unknown) => unknown;
    return await handler(checked.data);
  }

  return {
    async call(method, params) {
      try {
        if (!isMethod(method)) throw unknownMethod(method);
        return { result: (await answer(method, params)) ?? null };
      } catch (error) {
        return { failure: toFailure(error, (line) => log(`${method}: ${line}`)) };
      }
    },
    greeting() {
      const trouble = library.trouble();
      return trouble === null ? [] : [{ event: "trouble", trouble }];
    },
    warm: () => runtime.warm(),
    async close() {
      clearTimeout(backup);
      watch.close();
      await Promise.allSettled(parts.map(async (part) => await ("close" in part ? part.close?.() : undefined)));
      library.close();
    },
  };
}

type AllHandlers<Parts extends readonly { readonly handlers: object }[]> = Parts extends readonly [
  infer First extends { readonly handlers: object },
  ...infer Rest extends readonly { readonly handlers: object }[],
]
  ? First["handlers"] & AllHandlers<Rest>
  : unknown;

/** Typed, so that `HostHandlers` is only met when every method has a part. */
function merge<const Parts extends readonly { readonly handlers: object }[]>(parts: Parts): AllHandlers<Parts> {
  return Object.assign({}, ...parts.map(({ handlers }) => handlers)) as AllHandlers<Parts>;
}

function isMethod(method: string): method is HostMethod {
  return Object.hasOwn(hostMethods, method);
}

function unknownMethod(method: string): WeirError {
  return new WeirError("HOST_0001", `There is no method \`${method.slice(0, 100)}\`.`, {
    hint: "Reload the page: it may come from another version of Weir.",
  });
}

function misunderstood(method: string, error: z.ZodError): WeirError {
  const first = error.issues[0];
  const place = first === undefined || first.path.length === 0 ? "" : ` at \`${first.path.map(String).join(".")}\``;
  return new WeirError("HOST_0001", `The parameters of \`${method}\` are not understood${place}.`, {
    hint: `${first?.message ?? "They do not have the right form"}. Reload the page: it may come from another version of Weir.`,
  });
}
