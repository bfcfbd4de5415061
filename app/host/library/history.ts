/** The history of documents: a tree of entries with a head, kept as it happens; see host-methods.ts for what each method promises. */
import { WeirError } from "../../../shared/errors.ts";
import type { HistoryEntry, HistoryItem, OpenedHistory } from "../../../shared/protocol/host-api.ts";
import type { CheckedParams } from "../host-part.ts";
import { findDocument, findEntry, headOf, parseList, pathTo, recipeOf, setHead, textsAt } from "./entries.ts";
import type { DocumentRow, EntryRow } from "./entries.ts";
import type { Db, Library } from "./library.ts";
import { applyToTextsApart } from "./materialise-apart.ts";
import { packTexts, unpackTexts, type Texts } from "./texts.ts";

export type NewEntry = CheckedParams<"history.append">["entry"];

export interface DocumentKey {
  readonly folder: string;
  readonly file: string;
}

/** Entries between two snapshots: what has to be applied at most to read one version. */
export const snapshotSteps = 50;
/** Steps of undo that an opened document has at once; older ones are in the list. */
export const openedSteps = 200;

/** The contents of the file as they are now; without changes in the history they become what it starts from. */
export function openHistory(library: Library, key: DocumentKey, hash: string, texts: Texts): OpenedHistory | null {
  const packed = packTexts(texts);
  const nowMs = Date.now();
  return library.write((db) => {
    const document = findDocument(db, key.folder, key.file);
    if (document !== null && hasEntries(db, document.id)) {
      noticeSaved(db, document, hash, texts, packed);
      return readHistory(db, document);
    }
    const id = document?.id ?? makeDocument(db, key, packed, nowMs);
    db.prepare("UPDATE documents SET base = ? WHERE id = ?").run(packed, id);
    setMark(db, id, 0, hash, packed);
    return null;
  });
}

export function appendEntry(library: Library, key: DocumentKey, parent: number, entry: NewEntry): number {
  const snapshot = entry.snapshot === null ? null : packTexts(entry.snapshot);
  const [edits, touched, atMs] = [JSON.stringify(entry.edits), JSON.stringify(entry.touched), Date.now()];
  return library.change({
    plan(db, gap) {
      const document = findDocument(db, key.folder, key.file);
      const last = document === null ? 0 : lastSequence(db, document.id);
      return last + 1 + gap;
    },
    apply(db, sequence) {
      const id = findDocument(db, key.folder, key.file)?.id ?? makeDocument(db, key, emptyTexts(), atMs);
      const below = parent === 0 ? null : findEntry(db, id, parent);
      if (parent !== 0 && below === null) throw noEntry(parent);
      const distance = snapshot === null ? (below?.distance ?? 0) + 1 : 0;
      db.prepare(
        `INSERT INTO entries (document, sequence, parent, label, edits, touched, whole, distance, snapshot, at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(id, sequence, parent, entry.label, edits, touched, snapshot === null ? 0 : 1, distance, snapshot, atMs);
      setHead(db, id, sequence);
      return sequence;
    },
  });
}

/** Where reading `sequence` has become long a snapshot is written. Apart from appending, because it takes longer. */
export async function keepSnapshot(library: Library, key: DocumentKey, sequence: number): Promise<void> {
  const recipe = library.read((db) => {
    const document = findDocument(db, key.folder, key.file);
    const entry = document === null ? null : findEntry(db, document.id, sequence);
    // Once every so many, so that a text that cannot be read is not tried again with each entry.
    if (document === null || entry === null || entry.distance === 0 || entry.distance % snapshotSteps !== 0)
      return null;
    return recipeOf(db, document, sequence);
  });
  if (recipe === null) return;
  const packed = packTexts(await applyToTextsApart(recipe.base, recipe.steps));
  library.write((db) => {
    const document = findDocument(db, key.folder, key.file);
    if (document === null) return;
    db.prepare("UPDATE entries SET snapshot = ?, distance = 0 WHERE document = ? AND sequence = ?").run(
      packed,
      document.id,
      sequence,
    );
  });
}

export function moveHead(library: Library, key: DocumentKey, sequence: number): void {
  library.write((db) => {
    const document = mustFind(db, key);
    if (sequence !== 0 && findEntry(db, document.id, sequence) === null) throw noEntry(sequence);
    setHead(db, document.id, sequence);
  });
}

export async function readVersion(library: Library, key: DocumentKey, sequence: number): Promise<Texts> {
  const recipe = library.read((db) => recipeOf(db, mustFind(db, key), sequence));
  if (recipe === null) throw noEntry(sequence);
  return await applyToTextsApart(recipe.base, recipe.steps);
}

export function nameVersion(library: Library, key: DocumentKey, sequence: number, name: string): void {
  const atMs = Date.now();
  library.write((db) => {
    const document = mustFind(db, key);
    if (sequence !== 0 && findEntry(db, document.id, sequence) === null) throw noEntry(sequence);
    db.prepare("INSERT OR REPLACE INTO names (document, sequence, name, at_ms) VALUES (?, ?, ?, ?)").run(
      document.id,
      sequence,
      name,
      atMs,
    );
  });
}

/** Newest first; the contents when the document was first opened are the last. */
export function listHistory(library: Library, key: DocumentKey): HistoryItem[] {
  return library.read((db) => {
    const document = findDocument(db, key.folder, key.file);
    if (document === null) return [];
    const [head, saved] = [headOf(db, document.id), markOf(db, document.id)?.sequence ?? 0];
    const rows = db
      .prepare<[number], { sequence: number; label: string; at_ms: number; name: string | null }>(
        `SELECT sequence, label, entries.at_ms AS at_ms, name FROM entries LEFT JOIN names USING (document, sequence)
         WHERE document = ? ORDER BY sequence DESC`,
      )
      .all(document.id);
    const baseName = db
      .prepare<[number], { name: string }>("SELECT name FROM names WHERE document = ? AND sequence = 0")
      .get(document.id)?.name;
    const first = { sequence: 0, label: "First opened", at_ms: document.opened_at_ms, name: baseName ?? null };
    return [...rows, first].map(({ sequence, label, at_ms, name }) => ({
      sequence: outer(sequence),
      label,
      atMs: at_ms,
      name,
      head: sequence === head,
      saved: sequence === saved,
    }));
  });
}

/** The file holds these texts now, which are those of the entry `sequence`. */
export function markSaved(library: Library, key: DocumentKey, hash: string, texts: Texts, sequence: number): void {
  const [packed, atMs] = [packTexts(texts), Date.now()];
  library.write((db) => {
    const id = findDocument(db, key.folder, key.file)?.id ?? makeDocument(db, key, packed, atMs);
    setMark(db, id, sequence, hash, packed);
  });
}

export function headSequence(library: Library, { folder, file }: DocumentKey): number {
  return library.read((db) => {
    const document = findDocument(db, folder, file);
    return document === null ? 0 : headOf(db, document.id);
  });
}

/** Files of the folder whose head is not what was saved last. */
export function unsavedFiles(library: Library, folder: string): ReadonlySet<string> {
  const rows = library.read((db) =>
    db
      .prepare<[string], { file: string }>(
        `SELECT file FROM documents JOIN heads ON heads.document = id LEFT JOIN marks ON marks.document = id
         WHERE folder = ? AND deleted_at_ms IS NULL AND heads.sequence <> coalesce(marks.sequence, 0)`,
      )
      .all(folder),
  );
  return new Set(rows.map(({ file }) => file));
}

export function renameDocument(library: Library, key: DocumentKey, to: string): void {
  forgetDocument(library, { ...key, file: to });
  library.write((db) => {
    db.prepare("UPDATE documents SET file = ? WHERE folder = ? AND file = ? AND deleted_at_ms IS NULL").run(
      to,
      key.folder,
      key.file,
    );
    db.prepare("UPDATE OR REPLACE recents SET file = ? WHERE folder = ? AND file = ?").run(to, key.folder, key.file);
  });
}

/** The history no longer belongs to the file; it is kept until its time is over (retention.ts). */
export function forgetDocument(library: Library, { folder, file }: DocumentKey): void {
  const atMs = Date.now();
  library.write((db) => {
    db.prepare("UPDATE documents SET deleted_at_ms = ? WHERE folder = ? AND file = ? AND deleted_at_ms IS NULL").run(
      atMs,
      folder,
      file,
    );
    db.prepare("DELETE FROM recents WHERE folder = ? AND file = ?").run(folder, file);
  });
}

/** Null where the history does not reach to the head: the file then opens as it stands. */
function readHistory(db: Db, document: DocumentRow): OpenedHistory | null {
  const head = headOf(db, document.id);
  const path = pathTo(db, document, head, openedSteps) ?? pathTo(db, document, head, 0);
  if (path === null) return null;
  const { sequence, pipeline, layout } = path.base;
  const mark = markOf(db, document.id);
  return {
    base: { sequence: outer(sequence), pipeline, layout },
    entries: [...path.entries, ...redoable(db, document.id, head)].map(entryOf),
    head: outer(head),
    saved: outer(mark?.sequence ?? 0),
    savedHash: mark?.hash ?? "",
    savedPipeline: unpackTexts(mark?.texts ?? document.base).pipeline,
  };
}

/** What redo would do: behind each entry the newest that follows it. */
function redoable(db: Db, document: number, head: number): EntryRow[] {
  const next = db.prepare<[number, number], EntryRow>(
    "SELECT * FROM entries WHERE document = ? AND parent = ? ORDER BY sequence DESC LIMIT 1",
  );
  const found: EntryRow[] = [];
  for (let entry = next.get(document, head); entry !== undefined; entry = next.get(document, entry.sequence)) {
    found.push(entry);
    if (found.length === openedSteps) break;
  }
  return found;
}

/** Between a file's writing and its mark the host may have ended: a file that holds what is on the screen was saved from there. */
function noticeSaved(db: Db, document: DocumentRow, hash: string, texts: Texts, packed: Buffer): void {
  const head = headOf(db, document.id);
  if (markOf(db, document.id)?.hash === hash || pipelineAt(db, document, head) !== texts.pipeline) return;
  setMark(db, document.id, head, hash, packed);
}

function pipelineAt(db: Db, document: DocumentRow, sequence: number): string | null {
  try {
    return textsAt(db, document, sequence)?.pipeline ?? null;
  } catch {
    return null;
  }
}

function entryOf(row: EntryRow): HistoryEntry {
  return {
    sequence: row.sequence,
    label: row.label,
    edits: parseList(row.edits),
    touched: parseList(row.touched).map(String),
    snapshot: row.whole === 1 && row.snapshot !== null ? unpackTexts(row.snapshot) : null,
  };
}

interface Mark {
  readonly sequence: number;
  readonly hash: string;
  readonly texts: Buffer;
}

function markOf(db: Db, document: number): Mark | null {
  const statement = db.prepare<[number], Mark>("SELECT sequence, hash, texts FROM marks WHERE document = ?");
  return statement.get(document) ?? null;
}

function setMark(db: Db, document: number, sequence: number, hash: string, texts: Buffer): void {
  db.prepare("INSERT OR REPLACE INTO marks (document, sequence, hash, texts) VALUES (?, ?, ?, ?)").run(
    document,
    sequence,
    hash,
    texts,
  );
}

function makeDocument(db: Db, { folder, file }: DocumentKey, base: Buffer, nowMs: number): number {
  const insert = db.prepare("INSERT INTO documents (folder, file, base, opened_at_ms) VALUES (?, ?, ?, ?)");
  return Number(insert.run(folder, file, base, nowMs).lastInsertRowid);
}

function emptyTexts(): Buffer {
  return packTexts({ pipeline: "", layout: "" });
}

function hasEntries(db: Db, document: number): boolean {
  return db.prepare("SELECT 1 FROM entries WHERE document = ? LIMIT 1").get(document) !== undefined;
}

function lastSequence(db: Db, document: number): number {
  const statement = db.prepare<[number], { last: number | null }>(
    "SELECT max(sequence) AS last FROM entries WHERE document = ?",
  );
  return statement.get(document)?.last ?? 0;
}

function mustFind(db: Db, { folder, file }: DocumentKey): DocumentRow {
  const document = findDocument(db, folder, file);
  if (document !== null) return document;
  throw new WeirError("HOST_0008", `There is no history of \`${file}\`.`, { hint: "Open the document first." });
}

function noEntry(sequence: number): WeirError {
  return new WeirError("HOST_0008", `The history has no entry ${sequence}.`, { hint: "Open the document again." });
}

function outer(sequence: number): number | null {
  return sequence === 0 ? null : sequence;
}
