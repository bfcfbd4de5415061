/** A file that bytes are appended to, opened when there are some. What fails can be tried again: nothing is written twice or left out. */
import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";

/** Errors of the system that pass by themselves, or when somebody makes room. */
const TRANSIENT = new Set([
  "EAGAIN",
  "EBUSY",
  "EDQUOT",
  "EINTR",
  "EIO",
  "EMFILE",
  "ENFILE",
  "ENOSPC",
  "ESTALE",
  "ETIMEDOUT",
]);

export function isTransientFileError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && TRANSIENT.has(error.code);
}

export class AppendedFile {
  readonly #path: string;
  readonly #header: Buffer;
  #file: number | null = null;

  /** A file that is empty begins with `header`. */
  constructor(path: string, header: Buffer) {
    this.#path = path;
    this.#header = header;
  }

  /**
   * Appends bytes `from` to `to`; `written` is told of each part. After an error the file is opened anew, as what was wrong may be the file that
   * was open (a stale handle, a folder that was mounted again).
   */
  append(bytes: Buffer, from: number, to: number, written: (count: number) => void): void {
    try {
      const file = this.#file ?? this.#open();
      for (let at = from; at < to;) {
        const count = writeSync(file, bytes, at, to - at);
        at += count;
        written(count);
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #open(): number {
    const file = openSync(this.#path, "a");
    this.#file = file;
    if (this.#header.length > 0 && fstatSync(file).size === 0) this.#writeHeader(file);
    return file;
  }

  /** Whole or not at all: half a header would not be completed by a new attempt. */
  #writeHeader(file: number): void {
    try {
      for (let at = 0; at < this.#header.length;) at += writeSync(file, this.#header, at, this.#header.length - at);
    } catch (error) {
      if (fstatSync(file).size > 0) ftruncateSync(file, 0);
      throw error;
    }
  }

  close(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null) closeSync(file);
  }
}
