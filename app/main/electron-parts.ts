/**
 * What the desktop app needs of Electron, as an argument: entry.ts alone imports it, so that everything else is tested without a window.
 *
 * Such tests prove our side. What only a real Electron can prove, and no test of this repository does: that the sandbox and the fuses hold, that the
 * content security policy is applied to app://, native dialogs and menus, the system's store of secrets, worker threads and utility processes out of the
 * archive, window positions on several screens, and installers.
 */
import type * as electron from "electron";

export type ElectronParts = Pick<
  typeof electron,
  | "app"
  | "BrowserWindow"
  | "ipcMain"
  | "protocol"
  | "session"
  | "dialog"
  | "shell"
  | "safeStorage"
  | "utilityProcess"
  | "Menu"
  | "screen"
>;

/** Our one address: everything that a window shows comes from here. */
export const appScheme = "app";
export const appHost = "weir";
export const appUrl = `${appScheme}://${appHost}/`;

export function isAppUrl(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${appScheme}:` && url.host === appHost && url.username === "";
}
