import { spawn } from "node:child_process";

/** Only where there is a display; that it does not come up is no failure, the address is printed. */
export function openBrowser(url: string, environment: Readonly<Record<string, string | undefined>>): void {
  const { platform } = process;
  const display = environment["DISPLAY"] || environment["WAYLAND_DISPLAY"];
  if (platform !== "darwin" && platform !== "win32" && !display) return;
  const [file, args]: [string, string[]] =
    platform === "darwin"
      ? ["open", [url]]
      : platform === "win32"
        ? ["cmd", ["/c", "start", "", url]]
        : ["xdg-open", [url]];
  const child = spawn(file, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
