/** How long histories are kept: 30 days, and at most 5,000 entries a document. Named versions, the head and what is saved stay. */
import { findDocument, findEntry, headOf, textsAt, type DocumentRow } from "./entries.ts";
import type { DocumentKey } from "./history.ts";
import type { Db, Library } from "./library.ts";
import { packTexts } from "./texts.ts";

export const retention = { ms: 30 * 86_400_000, entries: 5000 } as const;

/** Every so many entries is often enough to look. */
export function pruneNeeded(sequence: number): boolean {
  return sequence % 500 === 0;
}

/**
 * Removes what is over age or too much. An entry that stays above one that goes becomes a whole version: its contents are written down first, and it
 * hangs from the nearest ancestor that stays.
 */
export function pruneHistory(
  library: Library,
  { folder, file }: DocumentKey,
  limits: { readonly ms: number; readonly entries: number } = retention,
): number {
  const nowMs = Date.now();
  return library.write((db) => {
    db.prepare("DELETE FROM documents WHERE deleted_at_ms < ? AND id NOT IN (SELECT document FROM names)").run(
      nowMs - limits.ms,
    );
    const document = findDocument(db, folder, file);
    if (document === null) return 0;
    const going = candidates(db, document, nowMs - limits.ms, limits.entries);
    if (going.size === 0) return 0;
    for (const sequence of orphans(db, document.id, going)) detach(db, document, sequence, going);
    const remove = db.prepare("DELETE FROM entries WHERE document = ? AND sequence = ?");
    for (const sequence of going) remove.run(document.id, sequence);
    return going.size;
  });
}

function candidates(db: Db, document: DocumentRow, beforeMs: number, entries: number): Set<number> {
  const rows = db
    .prepare<[number, number, number, number], { sequence: number }>(
      `SELECT sequence FROM entries WHERE document = ? AND (at_ms < ? OR sequence <= coalesce(
         (SELECT sequence FROM entries WHERE document = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?), 0))`,
    )
    .all(document.id, beforeMs, document.id, entries);
  const kept = db
    .prepare<[number, number], { sequence: number }>(
      "SELECT sequence FROM names WHERE document = ? UNION SELECT sequence FROM marks WHERE document = ?",
    )
    .all(document.id, document.id);
  const going = new Set(rows.map(({ sequence }) => sequence));
  for (const { sequence } of kept) going.delete(sequence);
  going.delete(headOf(db, document.id));
  return going;
}

/** Entries that stay whose parent goes. */
function orphans(db: Db, document: number, going: ReadonlySet<number>): number[] {
  return db
    .prepare<[number], { sequence: number; parent: number }>("SELECT sequence, parent FROM entries WHERE document = ?")
    .all(document)
    .filter(({ sequence, parent }) => !going.has(sequence) && going.has(parent))
    .map(({ sequence }) => sequence);
}

function detach(db: Db, document: DocumentRow, sequence: number, going: Set<number>): void {
  const texts = contents(db, document, sequence);
  if (texts === null) {
    // What cannot be written down keeps the way that leads to it.
    for (let at = findEntry(db, document.id, sequence); at !== null; at = findEntry(db, document.id, at.parent))
      going.delete(at.sequence);
    return;
  }
  let parent = findEntry(db, document.id, sequence)?.parent ?? 0;
  while (going.has(parent)) parent = findEntry(db, document.id, parent)?.parent ?? 0;
  db.prepare(
    "UPDATE entries SET snapshot = ?, whole = 1, distance = 0, parent = ? WHERE document = ? AND sequence = ?",
  ).run(packTexts(texts), parent, document.id, sequence);
}

function contents(db: Db, document: DocumentRow, sequence: number): ReturnType<typeof textsAt> {
  try {
    return textsAt(db, document, sequence);
  } catch {
    return null;
  }
}
