/** The application's menu. What concerns the document is in the page, which hears keys before the menu does. */
import type { MenuItemConstructorOptions } from "electron";

export interface MenuActions {
  readonly openFolder: () => void;
  readonly help: () => void;
}

export function menuTemplate(
  { openFolder, help }: MenuActions,
  platform: NodeJS.Platform,
  devTools: boolean,
): MenuItemConstructorOptions[] {
  const mac = platform === "darwin";
  return [
    ...(mac ? [{ role: "appMenu" } satisfies MenuItemConstructorOptions] : []),
    {
      label: "&File",
      submenu: [
        { label: "Open Folder…", accelerator: "CmdOrCtrl+Shift+O", click: () => openFolder() },
        { type: "separator" },
        mac ? { role: "close" } : { role: "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "&View",
      submenu: [
        { role: "reload" },
        ...(devTools ? [{ role: "toggleDevTools" } satisfies MenuItemConstructorOptions] : []),
        { type: "separator" },
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { type: "separator" },
        { role: "togglefullscreen" },
      ],
    },
    { role: "windowMenu" },
    { role: "help", submenu: [{ label: "Apache Kafka Documentation", click: () => help() }] },
  ];
}
