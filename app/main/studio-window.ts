/** The window: a sandboxed page with one bridge. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from "electron";
import { appUrl, type ElectronParts } from "./electron-parts.ts";
import type { WindowState } from "./window-state.ts";

export interface WindowOptions {
  readonly preload: string;
  readonly state: WindowState;
  readonly devTools: boolean;
  /** With the last place and size, when it closes. */
  onClose(state: WindowState): void;
  log(line: string): void;
}

/** A page that dies is loaded again, but not for ever. */
const reloadsInARow = 3;
const reloadWindowMs = 60_000;

export function openWindow(
  { BrowserWindow: Window }: Pick<ElectronParts, "BrowserWindow">,
  options: WindowOptions,
): BrowserWindow {
  const window = new Window(windowOptions(options));
  if (options.state.maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => options.onClose(stateOf(window)));
  const deaths: number[] = [];
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit") return;
    options.log(`The page ended: ${reason}. What was edited is in the library.`);
    deaths.push(Date.now());
    const recent = deaths.filter((atMs) => atMs > Date.now() - reloadWindowMs);
    if (recent.length <= reloadsInARow) window.webContents.reload();
  });
  window.loadURL(appUrl).catch((error: unknown) => options.log(`The page cannot be loaded: ${String(error)}`));
  return window;
}

export function windowOptions({ preload, state, devTools }: WindowOptions): BrowserWindowConstructorOptions {
  return {
    width: state.width,
    height: state.height,
    ...(state.x === null || state.y === null ? {} : { x: state.x, y: state.y }),
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: "Weir",
    backgroundColor: "#0f1115",
    webPreferences: {
      preload,
      devTools,
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
      // Dictionaries would be fetched from elsewhere.
      spellcheck: false,
    },
  };
}

function stateOf(window: BrowserWindow): WindowState {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() };
}
