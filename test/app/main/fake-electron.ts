/** Electron's objects as far as the app uses them, and a fake channel between its two sides. What only Electron can prove is named in app/main/electron-parts.ts. */
import { EventEmitter } from "node:events";
import { fork } from "node:child_process";
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from "electron";
import type { ElectronParts } from "../../../app/main/electron-parts.ts";
import type { IpcCaller } from "../../../app/preload/create-bridge.ts";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import { fakeSystem } from "../environments/support.ts";

export interface Frame {
  readonly url: string;
  readonly parent: Frame | null;
}

type Handler = (event: object, ...args: unknown[]) => unknown;
type OpenHandler = (details: { url: string }) => { action: string };

export class FakeContents extends EventEmitter {
  mainFrame: Frame = { url: "", parent: null };
  openHandler: OpenHandler | null = null;
  reloads = 0;
  readonly listeners_ = new Set<(event: unknown, payload: HostEvent) => void>();
  destroyed = false;
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
  send(channel: string, payload: HostEvent): void {
    // Structured clone is what Electron does on the way.
    if (channel === "weir:event") for (const listener of this.listeners_) listener({}, structuredClone(payload));
  }
  reload(): void {
    this.reloads += 1;
    this.emit("did-finish-load");
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
}

export class FakeWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  bounds = { x: 10, y: 20, width: 1000, height: 700 };
  maximized = false;
  focused = 0;
  constructor(app: EventEmitter, options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    app.emit("web-contents-created", {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame = { url, parent: null };
    await Promise.resolve();
    this.webContents.emit("did-finish-load");
  }
  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isMinimized(): boolean {
    return false;
  }
  getNormalBounds(): object {
    return this.bounds;
  }
  show(): void {}
  focus(): void {
    this.focused += 1;
  }
  close(): void {
    this.emit("close", {});
    this.webContents.destroyed = true;
    this.emit("closed", {});
  }
}

export interface FakeElectron {
  readonly parts: ElectronParts;
  readonly calls: string[];
  readonly windows: FakeWindow[];
  readonly app: EventEmitter;
  readonly handlers: Map<string, Handler>;
  readonly session: Record<string, Handler> & { emitDownload: (event: object, item: object) => void };
  readonly menu: () => readonly MenuItemConstructorOptions[];
  /** Folder that the next dialog answers with. */
  chosen: string | null;
  readonly errors: string[];
  readonly external: string[];
  readonly utilities: number[];
  protocolHandler(request: { method: string; url: string }): Promise<Response>;
  /** As the page's preload has it; `frame` may be forged. */
  ipc(window: FakeWindow, frame?: Frame | null): IpcCaller;
  quit(): Promise<void>;
}

export function fakeElectron(
  documents: string,
  options: { readonly first?: boolean; readonly packaged?: boolean } = {},
): FakeElectron {
  const calls: string[] = [];
  const windows: FakeWindow[] = [];
  const handlers = new Map<string, Handler>();
  const errors: string[] = [];
  const external: string[] = [];
  const utilities: number[] = [];
  let menu: readonly MenuItemConstructorOptions[] = [];
  let protocolHandler: FakeElectron["protocolHandler"] = () => Promise.reject(new Error("no handler"));
  let done: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (done = resolve));
  const note =
    <Result>(name: string, result: Result) =>
    (): Result => {
      calls.push(name);
      return result;
    };

  const app = Object.assign(new EventEmitter(), {
    isPackaged: options.packaged ?? true,
    requestSingleInstanceLock: note("requestSingleInstanceLock", options.first ?? true),
    enableSandbox: note("enableSandbox", undefined),
    whenReady: () => {
      calls.push("whenReady");
      return Promise.resolve();
    },
    getPath: () => documents,
    quit: () => {
      calls.push("quit");
      let prevented = false;
      app.emit("will-quit", { preventDefault: () => (prevented = true) });
      if (!prevented) done();
    },
  });
  const session: Record<string, Handler> & { emitDownload: FakeElectron["session"]["emitDownload"] } = {
    emitDownload: () => undefined,
  };
  const keep = (name: string) => (handler: Handler) => void (session[name] = handler);
  const fake: FakeElectron = {
    calls,
    windows,
    app,
    handlers,
    errors,
    external,
    utilities,
    session,
    chosen: null,
    menu: () => menu,
    protocolHandler: (request) => protocolHandler(request),
    ipc(window, frame = window.webContents.mainFrame) {
      return {
        async invoke(channel, ...args) {
          const handler = handlers.get(channel);
          if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
          const event = { sender: window.webContents, senderFrame: frame };
          return structuredClone(await handler(event, ...args.map((one) => structuredClone(one))));
        },
        on: (_channel, listener) => window.webContents.listeners_.add(listener),
        removeListener: (_channel, listener) => window.webContents.listeners_.delete(listener),
      };
    },
    async quit() {
      app.quit();
      await gone;
    },
    parts: {
      app,
      BrowserWindow: class extends FakeWindow {
        constructor(given: BrowserWindowConstructorOptions) {
          super(app, given);
          windows.push(this);
        }
      },
      ipcMain: { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) },
      protocol: {
        registerSchemesAsPrivileged: (schemes: object) => void calls.push(`schemes ${JSON.stringify(schemes)}`),
        handle: (_scheme: string, handler: FakeElectron["protocolHandler"]) => void (protocolHandler = handler),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: keep("request"),
          setPermissionCheckHandler: keep("check"),
          setDevicePermissionHandler: keep("device"),
          setDisplayMediaRequestHandler: keep("display"),
          webRequest: { onBeforeRequest: keep("before") },
          on: (_event: string, handler: FakeElectron["session"]["emitDownload"]) =>
            void (session.emitDownload = handler),
        },
      },
      dialog: {
        showErrorBox: (title: string) => void errors.push(title),
        showOpenDialog: () =>
          Promise.resolve({ canceled: fake.chosen === null, filePaths: fake.chosen === null ? [] : [fake.chosen] }),
      },
      shell: { openExternal: (url: string) => Promise.resolve(void external.push(url)) },
      safeStorage: fakeSystem(),
      utilityProcess: { fork: forkAsUtility(utilities) },
      Menu: {
        buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
        setApplicationMenu: (template: MenuItemConstructorOptions[]) => void (menu = template),
      },
      screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    } as unknown as ElectronParts,
  };
  return fake;
}

/** A process of Node with the face of a utility process. */
function forkAsUtility(pids: number[]) {
  return (file: string, args: string[], { env }: { env: Record<string, string> }): object => {
    const child = fork(file, args, { execArgv: [], env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    if (child.pid !== undefined) pids.push(child.pid);
    return Object.assign(new EventEmitter(), {
      pid: child.pid,
      stderr: child.stderr,
      postMessage: (message: object) => void (child.connected && child.send(message)),
      kill: () => child.kill(),
      once: (event: string, listener: (code: number) => void) =>
        child.once(event === "exit" ? "close" : event, (code: number | null) => listener(code ?? 1)),
      on: (event: string, listener: (message: unknown) => void) => child.on(event, listener),
    });
  };
}
