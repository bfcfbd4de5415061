/** Where the library of a user lies. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** WEIR_LIBRARY names a file and goes before everything; else `library.db` in the platform's folder for data of programs. */
export function libraryPath(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const own = environment["WEIR_LIBRARY"];
  if (own !== undefined && own !== "") return resolve(own);
  return join(dataFolder(environment, platform, home), "library.db");
}

function dataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === "darwin") return join(home, "Library", "Application Support", "weir");
  if (platform === "win32") return join(environment["APPDATA"] ?? join(home, "AppData", "Roaming"), "weir");
  // The XDG base directory specification: a relative path is not valid and is ignored.
  const data = environment["XDG_DATA_HOME"];
  return join(data?.startsWith("/") ? data : join(home, ".local", "share"), "weir");
}
