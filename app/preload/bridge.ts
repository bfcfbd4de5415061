/** Runs in the page's sandbox before the page, as CommonJS (app/bundle.ts): sandboxed preloads know no modules. */
import { contextBridge, ipcRenderer } from "electron";
import { createBridge } from "./create-bridge.ts";

contextBridge.exposeInMainWorld("weir", createBridge(ipcRenderer));
