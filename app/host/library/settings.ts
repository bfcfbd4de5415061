/** What the library keeps besides histories: preferences, trust, and what was open lately. */
import { WeirError } from "../../../shared/errors.ts";
import type { Workspace } from "../../../shared/protocol/host-api.ts";
import type { Library } from "./library.ts";

const preferenceBytes = 1_048_576;
const recentKept = 50;

export function readPreferences(library: Library): Readonly<Record<string, unknown>> {
  const rows = library.read((db) =>
    db.prepare<[], { name: string; value: string }>("SELECT name, value FROM preferences ORDER BY name").all(),
  );
  return Object.fromEntries(rows.map(({ name, value }): [string, unknown] => [name, JSON.parse(value)]));
}

/** Undefined and null remove it. */
export function setPreference(library: Library, name: string, value: unknown): void {
  const text = value === undefined || value === null ? null : JSON.stringify(value);
  if (text !== null && text.length > preferenceBytes)
    throw new WeirError("HOST_0001", `The preference \`${name}\` is too large.`, { hint: "At most 1 MiB is kept." });
  library.write((db) => {
    if (text === null) db.prepare("DELETE FROM preferences WHERE name = ?").run(name);
    else db.prepare("INSERT OR REPLACE INTO preferences (name, value) VALUES (?, ?)").run(name, text);
  });
}

export function isTrusted(library: Library, folder: string): boolean {
  const row = library.read((db) =>
    db.prepare<[string], { trusted: number }>("SELECT trusted FROM trust WHERE folder = ?").get(folder),
  );
  return row?.trusted === 1;
}

export function setTrusted(library: Library, folder: string, trusted: boolean): void {
  const atMs = Date.now();
  library.write((db) =>
    db
      .prepare("INSERT OR REPLACE INTO trust (folder, trusted, at_ms) VALUES (?, ?, ?)")
      .run(folder, trusted ? 1 : 0, atMs),
  );
}

/** `file` null: the folder itself was opened. */
export function noteRecent(library: Library, folder: string, file: string | null): void {
  const atMs = Date.now();
  library.write((db) => {
    db.prepare("INSERT OR REPLACE INTO recents (folder, file, at_ms) VALUES (?, ?, ?)").run(folder, file ?? "", atMs);
    db.prepare(
      "DELETE FROM recents WHERE at_ms < (SELECT at_ms FROM recents ORDER BY at_ms DESC LIMIT 1 OFFSET ?)",
    ).run(recentKept - 1);
  });
}

export function readRecents(library: Library): Workspace["recent"] {
  const rows = library.read((db) =>
    db
      .prepare<[], { folder: string; file: string; at_ms: number }>(
        "SELECT folder, file, at_ms FROM recents ORDER BY at_ms DESC, folder, file",
      )
      .all(),
  );
  return rows.map(({ folder, file, at_ms }) => ({ folder, file: file === "" ? null : file, atMs: at_ms }));
}
