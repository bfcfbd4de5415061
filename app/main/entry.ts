/** Entry of the desktop app: the only file of it that imports Electron. */
import { fileURLToPath } from "node:url";
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} from "electron";
import { libraryPath } from "../host/library/location.ts";
import { startMain } from "./start-main.ts";

const log = (line: string): void => void process.stderr.write(`${line}\n`);

startMain(
  { app, BrowserWindow, dialog, ipcMain, Menu, protocol, safeStorage, screen, session, shell, utilityProcess },
  {
    platform: process.platform,
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    directory: process.cwd(),
    libraryPath: libraryPath(process.env),
    renderer: fileURLToPath(new URL("../renderer", import.meta.url)),
    preload: fileURLToPath(new URL("../preload/bridge.cjs", import.meta.url)),
    log,
  },
).catch((error: unknown) => {
  dialog.showErrorBox("Weir cannot start", error instanceof Error ? error.message : String(error));
  app.exit(1);
});
