/** Rows of a document's history, and ways through them. Sequence 0 stands for the contents when the document was first opened. */
import type { Db } from "./library.ts";
import { applyToTexts } from "./materialise.ts";
import { unpackTexts, type Texts } from "./texts.ts";

export interface EntryRow {
  readonly sequence: number;
  readonly parent: number;
  readonly label: string;
  readonly edits: string;
  readonly touched: string;
  /** 1: the snapshot was typed, or what was before it is gone; the edits do not lead to it. */
  readonly whole: number;
  /** Entries since the last snapshot below; 0 where there is one. */
  readonly distance: number;
  readonly snapshot: Buffer | null;
  readonly at_ms: number;
}

export interface DocumentRow {
  readonly id: number;
  readonly base: Buffer;
  readonly opened_at_ms: number;
}

export function findDocument(db: Db, folder: string, file: string): DocumentRow | null {
  const statement = db.prepare<[string, string], DocumentRow>(
    "SELECT id, base, opened_at_ms FROM documents WHERE folder = ? AND file = ? AND deleted_at_ms IS NULL",
  );
  return statement.get(folder, file) ?? null;
}

export function findEntry(db: Db, document: number, sequence: number): EntryRow | null {
  const statement = db.prepare<[number, number], EntryRow>("SELECT * FROM entries WHERE document = ? AND sequence = ?");
  return statement.get(document, sequence) ?? null;
}

export function headOf(db: Db, document: number): number {
  const statement = db.prepare<[number], { sequence: number }>("SELECT sequence FROM heads WHERE document = ?");
  return statement.get(document)?.sequence ?? 0;
}

export function setHead(db: Db, document: number, sequence: number): void {
  db.prepare("INSERT OR REPLACE INTO heads (document, sequence) VALUES (?, ?)").run(document, sequence);
}

export interface Path {
  readonly base: Texts & { readonly sequence: number };
  /** From the base up, without it. */
  readonly entries: readonly EntryRow[];
}

/** Down from `from` to a snapshot (or the first contents) at least `steps` below it. Null where an entry between is missing or it does not exist. */
export function pathTo(db: Db, document: DocumentRow, from: number, steps: number): Path | null {
  const entries: EntryRow[] = [];
  for (let sequence = from; sequence !== 0;) {
    const entry = findEntry(db, document.id, sequence);
    if (entry === null) return null;
    if (entry.snapshot !== null && entries.length >= steps)
      return { base: { sequence, ...unpackTexts(entry.snapshot) }, entries: entries.toReversed() };
    entries.push(entry);
    sequence = entry.parent;
  }
  return { base: { sequence: 0, ...unpackTexts(document.base) }, entries: entries.toReversed() };
}

export interface Recipe {
  readonly base: Texts;
  readonly steps: readonly (readonly unknown[])[];
}

/** What the contents at `sequence` are made of; null where it does not exist. */
export function recipeOf(db: Db, document: DocumentRow, sequence: number): Recipe | null {
  const path = pathTo(db, document, sequence, 0);
  if (path === null) return null;
  const { pipeline, layout } = path.base;
  return { base: { pipeline, layout }, steps: path.entries.map(({ edits }) => parseList(edits)) };
}

/** The contents at `sequence`; null where it does not exist. Throws DOC_0301 where its edits do not fit. */
export function textsAt(db: Db, document: DocumentRow, sequence: number): Texts | null {
  const recipe = recipeOf(db, document, sequence);
  return recipe === null ? null : applyToTexts(recipe.base, recipe.steps);
}

export function parseList(text: string): readonly unknown[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [];
}
