/** What windows, pages, requests and links may do. */
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createAppHandler } from "../../../app/main/app-protocol.ts";
import { menuTemplate } from "../../../app/main/menu.ts";
import { jsonSize } from "../../../app/main/plain-json.ts";
import { startMain } from "../../../app/main/start-main.ts";
import { windowOptions } from "../../../app/main/studio-window.ts";
import { mayOpenOutside } from "../../../app/main/web-rules.ts";
import { defaultWindowState, readWindowState } from "../../../app/main/window-state.ts";
import { contentSecurityPolicy } from "../../../app/host/server/headers.ts";
import { makeFolder } from "../environments/support.ts";
import { fakeElectron } from "./fake-electron.ts";

test("every option of a window that matters for safety is set", () => {
  const options = windowOptions({
    preload: "/app/bridge.cjs",
    state: defaultWindowState,
    devTools: false,
    onClose: () => undefined,
    log: () => undefined,
  });
  assert.deepEqual(options.webPreferences, {
    preload: "/app/bridge.cjs",
    devTools: false,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  });
  assert.equal(options.show, false);
});

test("sandbox, scheme and rules come before the first window", async (context) => {
  const home = makeFolder(context);
  const electron = fakeElectron(home);
  const paths = { libraryPath: join(home, "data/l.db"), renderer: home, preload: home };
  await startMain(electron.parts, { platform: "linux", args: [home], directory: home, ...paths, log: () => undefined });
  context.after(() => electron.quit());
  assert.deepEqual(electron.calls.slice(0, 2), ["requestSingleInstanceLock", "enableSandbox"]);
  const scheme = electron.calls[2] ?? "";
  assert.match(scheme, /"scheme":"app"/);
  assert.doesNotMatch(scheme, /bypassCSP|corsEnabled|allowServiceWorkers/);
  assert.equal(electron.calls[3], "whenReady");

  const contents = electron.windows[0]?.webContents;
  assert.ok(contents !== undefined);
  for (const event of ["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"]) {
    let prevented = false;
    contents.emit(event, { preventDefault: () => (prevented = true), url: "app://weir/" });
    assert.ok(prevented, event);
  }
  assert.deepEqual(contents.openHandler?.({ url: "https://kafka.apache.org/x" }), { action: "deny" });
  assert.deepEqual(contents.openHandler?.({ url: "https://evil.example/" }), { action: "deny" });
  assert.deepEqual(electron.external, ["https://kafka.apache.org/x"]);

  const { session } = electron;
  const requested = (permission: string, requestingUrl: string): unknown => {
    let given: unknown;
    session["request"]?.({}, permission, (answer: unknown) => (given = answer), { requestingUrl });
    return given;
  };
  assert.equal(requested("clipboard-sanitized-write", "app://weir/"), true);
  assert.equal(requested("clipboard-sanitized-write", "https://weir/"), false);
  for (const permission of [
    "media",
    "geolocation",
    "notifications",
    "clipboard-read",
    "openExternal",
    "fullscreen",
    "usb",
  ]) {
    assert.equal(requested(permission, "app://weir/"), false, permission);
    assert.equal(session["check"]?.({}, permission, "app://weir"), false, permission);
  }
  assert.equal(session["device"]?.({}), false);
  const cancelled = (url: string): unknown => {
    let answer: unknown;
    session["before"]?.({ url }, (given: unknown) => (answer = given));
    return answer;
  };
  assert.deepEqual(cancelled("app://weir/assets/index.js"), { cancel: false });
  for (const url of [
    "https://example.com/",
    "http://127.0.0.1:80/",
    "file:///etc/passwd",
    "ws://x/",
    "app://other/",
    "blob:https://x/1",
  ])
    assert.deepEqual(cancelled(url), { cancel: true }, url);
  let stopped = false;
  session.emitDownload({ preventDefault: () => (stopped = true) }, { getURL: () => "https://example.com/x.exe" });
  assert.ok(stopped);
});

test("only https to known hosts leaves for the browser", () => {
  assert.ok(mayOpenOutside("https://kafka.apache.org/documentation/#configuration"));
  for (const address of [
    "http://kafka.apache.org/",
    "https://kafka.apache.org.evil.example/",
    "https://kafka.apache.org@evil.example/",
    "https://user:password@github.com/",
    "https://github.com:8443/",
    "file:///etc/passwd",
    "smb://github.com/x",
    "ms-msdt:/id",
    "javascript:alert(1)",
    "\\\\github.com\\share",
    "//github.com/",
    "",
  ])
    assert.equal(mayOpenOutside(address), false, address);
  fc.assert(fc.property(fc.webUrl(), (address) => !mayOpenOutside(address) || address.startsWith("https://")));
});

describe("app://weir/", () => {
  test("serves the renderer with the server's headers, and nothing else", async (context) => {
    const folder = makeFolder(context);
    const root = join(folder, "renderer");
    mkdirSync(join(root, "assets"), { recursive: true });
    writeFileSync(join(root, "index.html"), "<!doctype html>");
    writeFileSync(join(root, "assets", "index-abc.js"), "export {}");
    writeFileSync(join(root, "assets", "secret.pem"), "no such type");
    writeFileSync(join(folder, "outside.js"), "outside");
    symlinkSync(join(folder, "outside.js"), join(root, "link.js"));
    const handle = createAppHandler(root);
    const get = async (url: string, method = "GET"): Promise<[number, string | null, string]> => {
      const response = await handle({ method, url });
      assert.equal(response.headers.get("content-security-policy"), contentSecurityPolicy, url);
      assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      return [response.status, response.headers.get("content-type"), await response.text()];
    };
    assert.deepEqual(await get("app://weir/"), [200, "text/html; charset=utf-8", "<!doctype html>"]);
    assert.deepEqual(await get("app://weir/assets/index-abc.js?x#y"), [
      200,
      "text/javascript; charset=utf-8",
      "export {}",
    ]);
    assert.deepEqual(await get("app://weir/", "HEAD"), [200, "text/html; charset=utf-8", ""]);
    assert.equal((await get("app://weir/", "POST"))[0], 405);
    for (const url of [
      "app://other/index.html",
      "app://weir@other/index.html",
      "https://weir/index.html",
      "app://weir/missing.js",
      "app://weir/assets",
      "app://weir/assets/secret.pem",
      "app://weir/link.js",
      "app://weir/../outside.js",
      "app://weir/%2e%2e/outside.js",
      "app://weir/..%2foutside.js",
      "app://weir/assets/..%2f..%2foutside.js",
      "app://weir/..%5coutside.js",
      "app://weir/%252e%252e/outside.js",
      "app://weir//outside.js",
      "app://weir/assets/%00index-abc.js",
      "app://weir/%c0%ae%c0%ae/outside.js",
      `app://weir/${join(folder, "outside.js")}`,
    ])
      assert.equal((await get(url))[0], 404, url);
  });

  test("no path leads out", async (context) => {
    const folder = makeFolder(context);
    const root = join(folder, "renderer");
    mkdirSync(root);
    writeFileSync(join(folder, "outside.js"), "outside");
    const handle = createAppHandler(root);
    const part = fc.constantFrom(
      "..",
      ".",
      "%2e",
      "%2E%2e",
      "/",
      "%2f",
      "\\",
      "%5c",
      "outside.js",
      "renderer",
      "%00",
      "a",
    );
    const property = fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      const { status } = await handle({ method: "GET", url: `app://weir/${parts.join("")}` });
      return status === 404;
    });
    await fc.assert(property, { numRuns: 300 });
  });
});

test("the place of the window is kept only where it can be reached", () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const kept = { x: 100, y: 50, width: 1200, height: 800, maximized: false };
  assert.deepEqual(readWindowState(kept, screens), kept);
  assert.deepEqual(readWindowState({ ...kept, x: 2500 }, screens), { ...kept, x: null, y: null });
  assert.deepEqual(readWindowState({ ...kept, y: -900 }, screens), { ...kept, x: null, y: null });
  assert.deepEqual(
    readWindowState({ ...kept, x: 2500 }, [...screens, { x: 1920, y: 0, width: 1920, height: 1080 }]).x,
    2500,
  );
  for (const bad of [null, {}, "x", { ...kept, width: 1 }, { ...kept, height: Number.NaN }])
    assert.deepEqual(readWindowState(bad, screens), defaultWindowState);
});

test("the size of what a page sends is about that of its JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const size = jsonSize(value, 1e9);
      return Number.isFinite(size) && size + 2 >= JSON.stringify(value).length / 8;
    }),
  );
  assert.ok(jsonSize({ a: "x".repeat(1000) }, 100) > 100);
  assert.ok(jsonSize(Array.from({ length: 3 }), 100) >= 3);
  const empty: unknown[] = [];
  empty.length = 4_000_000_000;
  assert.ok(jsonSize(empty, 1e6) > 1e6, "long and empty, told at once");
  let deep: unknown = 1;
  for (let count = 0; count < 1000; count += 1) deep = [deep];
  assert.equal(jsonSize(deep, 1e9), Number.POSITIVE_INFINITY);
  for (const odd of [new Map(), 1n, () => 1, new Date(0), { a: new Set() }])
    assert.equal(jsonSize(odd, 1e9), Number.POSITIVE_INFINITY);
});

test("tools for developers are in the menu of a development build alone", () => {
  const roles = (devTools: boolean): string =>
    JSON.stringify(menuTemplate({ openFolder: () => undefined, help: () => undefined }, "linux", devTools));
  assert.match(roles(true), /toggleDevTools/);
  assert.doesNotMatch(roles(false), /toggleDevTools|forceReload/);
});
