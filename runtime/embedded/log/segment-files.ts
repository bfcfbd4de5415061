import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { WeirError } from "../../../shared/errors.ts";
import { readBatchHeader } from "../../kafka/records/batch-header.ts";
import { RecordBatchError } from "../../kafka/records/record-batch-error.ts";
import type { StoredLog } from "../storage.ts";
import type { LogFile, StoredBatch } from "./partition-log.ts";

interface Segment {
  readonly path: string;
  readonly baseOffset: number;
  size: number;
}

export interface LoadedSegment extends Segment {
  readonly batches: readonly Buffer[];
}

function pathOf(folder: string, generation: number, baseOffset: number): string {
  return join(folder, `${generation}-${String(baseOffset).padStart(20, "0")}.log`);
}

/**
 * Reads the segments of a partition that count, and deletes those of other generations. A batch that is cut off or damaged at the very end was
 * being written when the process died: it is cut away. Damage anywhere else is an error.
 */
export function loadSegments(
  folder: string,
  generation: number,
  truncate: (path: string, size: number) => void,
): LoadedSegment[] {
  const names = readdirSync(folder).toSorted();
  for (const name of names) if (!name.startsWith(`${generation}-`)) rmSync(join(folder, name));
  const current = names.filter((name) => name.startsWith(`${generation}-`));
  return current.map((name, index) => {
    const path = join(folder, name);
    const data = readFileSync(path);
    const batches: Buffer[] = [];
    let at = 0;
    while (at < data.length) {
      const end = endOfBatch(data, at);
      if (end === undefined) break;
      batches.push(data.subarray(at, end));
      at = end;
    }
    if (at < data.length) {
      if (index < current.length - 1) {
        const hint = "Delete the topic's folder to lose its records only, or start with an empty folder.";
        throw new WeirError("EMB_0002", `The segment ${path} of the embedded broker is damaged at byte ${at}.`, {
          hint,
        });
      }
      truncate(path, at);
    }
    return { path, baseOffset: Number(name.split("-")[1]?.replace(".log", "")), size: at, batches };
  });
}

function endOfBatch(data: Buffer, at: number): number | undefined {
  try {
    return readBatchHeader(data, at, data.length, true)?.end;
  } catch (error) {
    if (error instanceof RecordBatchError) return undefined;
    throw error;
  }
}

/** The files of a partition: batches are appended to the last one, a new one starts when that is large enough. */
export class SegmentFiles implements LogFile {
  readonly #folder: string;
  readonly #segmentBytes: () => number;
  readonly #save: (log: StoredLog) => void;
  #generation: number;
  #segments: Segment[];
  #file: number | undefined;

  constructor(
    folder: string,
    generation: number,
    segments: readonly Segment[],
    segmentBytes: () => number,
    save: (log: StoredLog) => void,
  ) {
    this.#folder = folder;
    this.#generation = generation;
    this.#segments = segments.map(({ path, baseOffset, size }) => ({ path, baseOffset, size }));
    this.#segmentBytes = segmentBytes;
    this.#save = save;
  }

  append(bytes: Buffer, baseOffset: number): void {
    let last = this.#segments.at(-1);
    if (last === undefined || last.size + bytes.length > this.#segmentBytes()) {
      this.close();
      last = { path: pathOf(this.#folder, this.#generation, baseOffset), baseOffset, size: 0 };
      this.#segments.push(last);
    }
    this.#file ??= openSync(last.path, "a");
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    last.size += bytes.length;
  }

  cutFront(startOffset: number, endOffset: number): void {
    this.#save({ generation: this.#generation, startOffset, endOffset });
    // A segment goes when the next one starts early enough; what is left before the start is skipped when it is loaded.
    while (this.#segments.length > 1 && this.#segments[1]!.baseOffset <= startOffset)
      rmSync(this.#segments.shift()!.path, { force: true });
  }

  rewrite(batches: readonly StoredBatch[], startOffset: number, endOffset: number): void {
    this.close();
    const old = this.#segments;
    const generation = this.#generation + 1;
    const baseOffset = batches[0]?.header.baseOffset ?? endOffset;
    const path = pathOf(this.#folder, generation, baseOffset);
    const bytes = Buffer.concat(batches.map((batch) => batch.bytes));
    writeFileSync(path, bytes);
    // From this note on the new file counts; until then the old ones do.
    this.#save({ generation, startOffset, endOffset });
    this.#generation = generation;
    this.#segments = [{ path, baseOffset, size: bytes.length }];
    for (const segment of old) rmSync(segment.path, { force: true });
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
