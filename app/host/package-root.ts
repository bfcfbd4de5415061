/** Where Weir itself lies: the same in a checkout (app/host/…), an installed package (dist/host/…) and the desktop app. */
import { readFileSync } from "node:fs";

export interface PackageRoot {
  /** Ends in a slash. */
  readonly url: URL;
  readonly version: string;
}

let found: PackageRoot | null = null;

/** The nearest folder above with Weir's package.json. */
export function packageRoot(): PackageRoot {
  found ??= find(new URL("./", import.meta.url));
  return found;
}

function find(folder: URL): PackageRoot {
  const version = versionIn(folder);
  if (version !== null) return { url: folder, version };
  const parent = new URL("../", folder);
  if (parent.pathname === folder.pathname) throw new Error("There is no package.json of Weir above its own files.");
  return find(parent);
}

function versionIn(folder: URL): string | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
    if (typeof manifest !== "object" || manifest === null || !("name" in manifest) || !("version" in manifest))
      return null;
    return manifest.name === "weir" && typeof manifest.version === "string" ? manifest.version : null;
  } catch {
    return null;
  }
}
