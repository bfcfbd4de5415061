/** A host on a folder of its own, with its events, and calls that fail the test where the host refuses. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { createHost, type StudioHost } from "../../../app/host/create-host.ts";
import type { HostEvent, HostFailure, HostResults } from "../../../shared/protocol/host-api.ts";
import type { HostMethod, HostParams } from "../../../shared/protocol/host-methods.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface TestHost {
  readonly folder: string;
  readonly libraryPath: string;
  readonly events: HostEvent[];
  readonly log: string[];
  readonly host: StudioHost;
  readonly call: <M extends HostMethod>(method: M, params: HostParams<M>) => Promise<HostResults[M]>;
  readonly fails: (method: string, params: unknown) => Promise<HostFailure>;
  /** The same again, as after a restart. */
  readonly reopen: () => Promise<TestHost>;
}

export async function openHost(
  t: TestContext,
  places: { readonly folder?: string; readonly libraryPath?: string } = {},
): Promise<TestHost> {
  const home = places.folder === undefined || places.libraryPath === undefined ? temporaryFolder(t) : "";
  const folder = places.folder ?? join(home, "work");
  const libraryPath = places.libraryPath ?? join(home, "data", "library.db");
  mkdirSync(folder, { recursive: true });
  const events: HostEvent[] = [];
  const log: string[] = [];
  const host = await createHost({
    folder,
    libraryPath,
    kind: "browser",
    publish: (event) => void events.push(event),
    log: (line) => void log.push(line),
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await host.close();
    open = false;
  };
  t.after(close);
  return {
    folder,
    libraryPath,
    events,
    log,
    host,
    async call<M extends HostMethod>(method: M, params: HostParams<M>): Promise<HostResults[M]> {
      const answer = await host.call(method, params);
      if ("failure" in answer) assert.fail(`${method}: ${JSON.stringify(answer.failure)} ${log.join("\n")}`);
      return answer.result as HostResults[M];
    },
    async fails(method, params) {
      const answer = await host.call(method, params);
      assert.ok("failure" in answer, `${method} is refused`);
      return answer.failure;
    },
    async reopen() {
      await close();
      return await openHost(t, { folder, libraryPath });
    },
  };
}
