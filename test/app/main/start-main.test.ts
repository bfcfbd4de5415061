/** The desktop app without a window: its two sides joined by a fake channel, real host, real files, real SQLite, real agents. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { startMain } from "../../../app/main/start-main.ts";
import { createBridge, type Bridge } from "../../../app/preload/create-bridge.ts";
import type { HostEvent, HostResults } from "../../../shared/protocol/host-api.ts";
import type { HostMethod, HostParams } from "../../../shared/protocol/host-methods.ts";
import { until } from "../../support/weir-process.ts";
import { isRunning } from "../agents/support.ts";
import { makeFolder } from "../environments/support.ts";
import { fakeElectron, type FakeElectron, type FakeWindow } from "./fake-electron.ts";

const relay = readFileSync(join(import.meta.dirname, "../../pipelines/relay.pipeline.json"), "utf8");

interface Started {
  readonly electron: FakeElectron;
  readonly home: string;
  readonly folder: string;
  readonly log: string[];
  readonly window: FakeWindow;
  readonly bridge: Bridge;
  readonly call: <M extends HostMethod>(method: M, params: HostParams<M>) => Promise<HostResults[M]>;
}

async function start(
  context: TestContext,
  home = makeFolder(context),
  args: readonly string[] = [join(home, "work")],
): Promise<Started> {
  const folder = join(home, "work");
  mkdirSync(folder, { recursive: true });
  const electron = fakeElectron(join(home, "documents"));
  const log: string[] = [];
  await startMain(electron.parts, {
    platform: "linux",
    args,
    directory: home,
    libraryPath: join(home, "data", "library.db"),
    renderer: join(home, "renderer"),
    preload: join(home, "bridge.cjs"),
    log: (line) => void log.push(line),
  });
  context.after(() => electron.quit());
  const [window] = electron.windows;
  assert.ok(window !== undefined);
  const bridge = createBridge(electron.ipc(window));
  return {
    electron,
    home,
    folder,
    log,
    window,
    bridge,
    async call(method, params) {
      const answer = await bridge.call(method, params);
      if ("failure" in answer) assert.fail(`${method}: ${answer.failure.message}`);
      return answer.result as HostResults[typeof method];
    },
  };
}

describe("the desktop app", () => {
  test("a document saved through the bridge is on the disk and in SQLite", async (context) => {
    const { call, folder, home } = await start(context);
    assert.equal((await call("workspace.get", {})).host, "desktop");
    const { file } = await call("document.create", {
      file: "a.pipeline.json",
      pipeline: relay,
      layout: null,
      tests: null,
    });
    const { hash } = await call("document.open", { file });
    const changed = relay.replace('"name": "Relay"', '"name": "Relay two"');
    const entry = { label: "Rename", edits: [], touched: [], snapshot: { pipeline: changed, layout: "" } };
    await call("history.append", { file, parent: null, entry });
    assert.equal((await call("document.save", { file, pipeline: changed, layout: null, baseHash: hash })).saved, true);
    assert.equal(readFileSync(join(folder, file), "utf8"), changed);
    const database = new Database(join(home, "data", "library.db"), { readonly: true });
    context.after(() => database.close());
    assert.deepEqual(database.prepare("SELECT label FROM entries").all(), [{ label: "Rename" }]);
  });

  test("previews in a utility process, whose end is the app's end", async (context) => {
    const { call, electron } = await start(context);
    await until("a process waits", () => Promise.resolve(electron.utilities.length > 0));
    const request = { pipeline: relay, inputs: {}, defaultCount: 5, end: "close", rowsPerEdge: 10 } as const;
    const { steps } = await call("preview.run", { file: "a.pipeline.json", request });
    assert.ok(steps.length >= 5);
    await electron.quit();
    assert.deepEqual(electron.utilities.filter(isRunning), []);
  });

  test("secrets are sealed by the system, and events reach the page", async (context) => {
    const { call, bridge, folder, home } = await start(context);
    assert.deepEqual(await call("secrets.set", { name: "kafka/password", value: "canary-2f1" }), {
      store: "system",
      locked: false,
      exists: true,
      names: ["kafka/password"],
    });
    assert.doesNotMatch(readFileSync(join(home, "data", "system-secrets.json"), "utf8"), /canary/);
    const events: HostEvent[] = [];
    const stop = bridge.subscribe((event) => events.push(event));
    writeFileSync(join(folder, "b.pipeline.json"), relay);
    await until("the page hears of the new file", () => Promise.resolve(events.some(({ event }) => event === "files")));
    stop();
    const heard = events.length;
    writeFileSync(join(folder, "c.pipeline.json"), relay);
    await until("the host knows it", async () => (await call("workspace.get", {})).pipelines.length === 2);
    assert.equal(events.length, heard);
  });

  test("who is not the studio's own page is refused", async (context) => {
    const { electron, window } = await start(context);
    const ask = async (frame: Parameters<FakeElectron["ipc"]>[1], from = window): Promise<unknown> =>
      await createBridge(electron.ipc(from, frame)).call("workspace.get", {});
    const refused = { failure: { code: "HOST_0002" } };
    const { mainFrame } = window.webContents;
    assert.partialDeepStrictEqual(await ask({ url: "app://weir/", parent: mainFrame }), refused, "a frame in the page");
    assert.partialDeepStrictEqual(
      await ask({ url: "app://weir/", parent: null }),
      refused,
      "a frame that is not there",
    );
    assert.partialDeepStrictEqual(await ask(null), refused, "a frame that has gone");
    for (const url of [
      "https://weir/",
      "app://other/",
      "app://weir.example/",
      "file:///app://weir/",
      "app://weir@evil/",
      "",
    ]) {
      window.webContents.mainFrame = { url, parent: null };
      assert.partialDeepStrictEqual(await ask(window.webContents.mainFrame), refused, url);
    }
    const stranger = Object.assign(Object.create(window) as FakeWindow, { webContents: { mainFrame } });
    assert.partialDeepStrictEqual(await ask(mainFrame, stranger), refused, "another window");
    assert.deepEqual([...electron.handlers.keys()], ["weir:call"]);
  });

  test("what is no JSON, too large or unknown is refused, and the host lives on", async (context) => {
    const { bridge, call } = await start(context);
    const refused = { failure: { code: "HOST_0001" } };
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    for (const params of [
      cycle,
      new Map(),
      new Date(0),
      { file: new Uint8Array(3) },
      { text: "x".repeat(41 * 1024 * 1024) },
    ])
      assert.partialDeepStrictEqual(await bridge.call("document.open", params), refused);
    assert.partialDeepStrictEqual(await bridge.call("no.method", {}), refused);
    assert.partialDeepStrictEqual(await bridge.call("constructor", {}), refused);
    assert.partialDeepStrictEqual(await bridge.call("document.open", { file: "a", more: 1 }), refused);
    assert.ok(await call("workspace.get", {}));
  });

  test("the window is kept where it was", async (context) => {
    const { electron, window, home } = await start(context);
    assert.deepEqual([window.options.width, window.options.x], [1440, undefined]);
    window.bounds = { x: 100, y: 50, width: 1200, height: 800 };
    window.maximized = true;
    window.close();
    electron.app.emit("window-all-closed");
    await electron.quit();
    const again = await start(context, home, []);
    const { x, y, width, height } = again.window.options;
    assert.deepEqual({ x, y, width, height }, window.bounds);
    assert.equal(again.window.maximized, true);
    assert.equal((await again.call("workspace.get", {})).folder, again.folder, "the last folder is opened again");
  });

  test("a folder is opened from the menu and by a second start; the page loads again", async (context) => {
    const { electron, window, call, home } = await start(context);
    const other = join(home, "other");
    mkdirSync(other);
    electron.chosen = other;
    const file = electron.menu().find(({ label }) => label === "&File");
    assert.ok(file !== undefined && Array.isArray(file.submenu));
    const item = file.submenu.find(({ label }) => label === "Open Folder…");
    const click = item?.click as (() => void) | undefined;
    click?.();
    await until("the other folder is open", async () => (await call("workspace.get", {})).folder === other);
    await until("the page is loaded again", () => Promise.resolve(window.webContents.reloads === 1));
    electron.app.emit("second-instance", {}, ["weir", "--flag", "work"], home);
    await until("the first is open again", async () => (await call("workspace.get", {})).folder === join(home, "work"));
    assert.equal(electron.windows.length, 1);
    assert.ok(window.focused > 0);
    electron.chosen = join(home, "nowhere");
    click?.();
    await until("it is said", () => Promise.resolve(electron.errors.length === 1));
  });

  test("a second start ends at once", async (context) => {
    const home = makeFolder(context);
    const electron = fakeElectron(home, { first: false });
    const log = (): void => undefined;
    const paths = { libraryPath: join(home, "l.db"), renderer: home, preload: home };
    await startMain(electron.parts, { platform: "linux", args: [], directory: home, ...paths, log });
    assert.deepEqual(electron.calls, ["requestSingleInstanceLock", "quit"]);
    assert.equal(electron.windows.length, 0);
  });

  test("without any folder, one of its own among the documents is opened", async (context) => {
    const { call, home } = await start(context, makeFolder(context), ["--no-such-option"]);
    assert.equal((await call("workspace.get", {})).folder, join(home, "documents", "Weir"));
  });

  test("a page that dies is loaded again, a few times", async (context) => {
    const { window, log } = await start(context);
    for (let count = 0; count < 6; count += 1)
      window.webContents.emit("render-process-gone", {}, { reason: "crashed" });
    assert.equal(window.webContents.reloads, 3);
    assert.match(log.join("\n"), /crashed/);
  });
});
