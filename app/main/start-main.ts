/** The desktop app from start to end. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { BrowserWindow } from "electron";
import type { HostEvent } from "../../shared/protocol/host-api.ts";
import { createHost, type StudioHost } from "../host/create-host.ts";
import { chooseSecretStore } from "../host/environments/system-store.ts";
import { createAppHandler, registerScheme } from "./app-protocol.ts";
import { appScheme, type ElectronParts } from "./electron-parts.ts";
import { firstFolder, folderIn } from "./first-folder.ts";
import { answerCalls, sendEvent } from "./ipc.ts";
import { menuTemplate } from "./menu.ts";
import { openWindow } from "./studio-window.ts";
import { utilityLauncher } from "./utility-launcher.ts";
import { applyWebRules, restrictSession } from "./web-rules.ts";
import { readWindowState, windowPreference, type WindowState } from "./window-state.ts";

export interface MainOptions {
  readonly platform: NodeJS.Platform;
  /** Arguments after the program's own. */
  readonly args: readonly string[];
  readonly directory: string;
  readonly libraryPath: string;
  /** Folder of the built renderer. */
  readonly renderer: string;
  readonly preload: string;
  readonly log: (line: string) => void;
}

const kafkaDocumentation = "https://kafka.apache.org/documentation/";

/** Resolves when the first window is open; at once, and without one, where the app runs already. */
export async function startMain(electron: ElectronParts, options: MainOptions): Promise<void> {
  const { app } = electron;
  const { log } = options;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  registerScheme(electron);
  applyWebRules(electron, log);

  let window: BrowserWindow | null = null;
  let opened: Promise<StudioHost> | null = null;
  const host = (): Promise<StudioHost> => (opened ??= openHost());
  const publish = (event: HostEvent): void => {
    if (window !== null && !window.isDestroyed()) sendEvent(window.webContents, event);
  };

  async function openHost(): Promise<StudioHost> {
    const dataFolder = dirname(options.libraryPath);
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    return await createHost({
      folder: firstFolder({ ...options, documents: app.getPath("documents") }),
      libraryPath: options.libraryPath,
      kind: "desktop",
      publish,
      log,
      runtime: {
        launcher: utilityLauncher(electron),
        secretStore: await chooseSecretStore(dataFolder, electron.safeStorage, options.platform, log),
      },
    });
  }

  async function show(): Promise<void> {
    if (window !== null && !window.isDestroyed()) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    const studio = await host();
    const shown = openWindow(electron, {
      preload: options.preload,
      state: await lastWindowState(studio, electron),
      devTools: !app.isPackaged,
      onClose: (state) => void keepWindowState(studio, state),
      log,
    });
    window = shown;
    shown.on("closed", () => {
      if (window === shown) window = null;
    });
    shown.webContents.on("did-finish-load", () => {
      studio.warm();
      for (const event of studio.greeting()) sendEvent(shown.webContents, event);
    });
  }

  /** The page asks for the workspace again when it is loaded again. */
  async function openFolder(folder: string): Promise<void> {
    const answer = await (await host()).call("workspace.open", { folder });
    if ("failure" in answer) electron.dialog.showErrorBox(answer.failure.message, answer.failure.hint ?? "");
    else if (window !== null && !window.isDestroyed()) window.webContents.reload();
  }

  async function askForFolder(): Promise<void> {
    const properties: ("openDirectory" | "createDirectory")[] = ["openDirectory", "createDirectory"];
    const question = { title: "Open a folder of pipelines", properties };
    const { canceled, filePaths } =
      window === null
        ? await electron.dialog.showOpenDialog(question)
        : await electron.dialog.showOpenDialog(window, question);
    const [folder] = filePaths;
    if (!canceled && folder !== undefined) await openFolder(folder);
  }

  const attempt = (work: Promise<void>): void => void work.catch((error: unknown) => log(String(error)));
  app.on("second-instance", (_event, argv, directory) => {
    attempt(show());
    const folder = folderIn(argv.slice(1), directory);
    if (folder !== null) attempt(openFolder(folder));
  });
  app.on("activate", () => attempt(show()));
  app.on("window-all-closed", () => {
    if (options.platform !== "darwin") app.quit();
  });
  closeHostBeforeQuitting(app, () => opened);

  await app.whenReady();
  restrictSession(electron.session.defaultSession);
  electron.protocol.handle(appScheme, createAppHandler(options.renderer));
  answerCalls(electron, host, (contents) => window !== null && contents === window.webContents);
  const actions = {
    openFolder: () => attempt(askForFolder()),
    help: () => attempt(electron.shell.openExternal(kafkaDocumentation)),
  };
  electron.Menu.setApplicationMenu(
    electron.Menu.buildFromTemplate(menuTemplate(actions, options.platform, !app.isPackaged)),
  );
  await show();
}

async function lastWindowState(studio: StudioHost, { screen }: ElectronParts): Promise<WindowState> {
  const answer = await studio.call("preferences.get", {});
  const preferences = "result" in answer && typeof answer.result === "object" ? answer.result : null;
  const kept: unknown = preferences === null ? null : Reflect.get(preferences, windowPreference);
  return readWindowState(
    kept,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
}

async function keepWindowState(studio: StudioHost, state: WindowState): Promise<void> {
  await studio.call("preferences.set", { name: windowPreference, value: state });
}

/** Runs stop, and the library is closed, before the process goes. */
function closeHostBeforeQuitting(app: ElectronParts["app"], opened: () => Promise<StudioHost> | null): void {
  let closed = false;
  app.on("will-quit", (event) => {
    const host = opened();
    if (closed || host === null) return;
    event.preventDefault();
    void host
      .then((studio) => studio.close())
      .catch(() => undefined)
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
}
