import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { WeirError } from "../../shared/errors.ts";
import type { BrokerClock } from "./clock.ts";
import { PartitionLog } from "./log/partition-log.ts";
import { loadSegments, SegmentFiles } from "./log/segment-files.ts";
import type { Note, Storage, StoredLog, StoredOffset, StoredTransaction } from "./storage.ts";
import type { Topic } from "./topics.ts";

/** What the notes of a journal add up to. */
export interface Remembered {
  readonly topics: Map<string, Extract<Note, { kind: "topic" }>>;
  readonly offsets: Map<string, Map<string, StoredOffset>>;
  readonly transactions: Map<string, StoredTransaction>;
  readonly logs: Map<string, Extract<Note, { kind: "log" }>>;
  nextProducerId: number;
}

const largestJournal = 8 * 1024 * 1024;

/**
 * Keeps a broker in a folder: a journal of JSON lines for everything but records, and segment files for those. What was written survives the
 * end of the process at any point; it is not forced to disk, so that a power failure can take the last moments.
 */
export class FileStorage implements Storage {
  readonly remembered: Remembered = {
    topics: new Map(),
    offsets: new Map(),
    transactions: new Map(),
    logs: new Map(),
    nextProducerId: 0,
  };
  /** Stays the same for the folder, as clients take another one for another cluster. */
  readonly clusterId: string;
  readonly #folder: string;
  readonly #journal: string;
  #file: number;
  #size = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#journal = join(folder, "journal.ndjson");
    mkdirSync(folder, { recursive: true });
    lockFolder(folder);
    this.clusterId = clusterIdOf(folder);
    if (existsSync(this.#journal)) this.#load();
    this.#file = this.#writeSnapshot();
  }

  #load(): void {
    const text = readFileSync(this.#journal, "utf8");
    const lines = text.split("\n");
    // What stands behind the last line end was being written when the process died.
    lines.pop();
    lines.forEach((line, index) => {
      try {
        this.#remember(JSON.parse(line) as Note);
      } catch (cause) {
        const message = `The journal of the embedded broker is damaged at line ${index + 1}: ${this.#journal}.`;
        throw new WeirError("EMB_0002", message, { hint: "Restore the folder or start with an empty one.", cause });
      }
    });
  }

  #remember(note: Note): void {
    const { topics, offsets, transactions, logs } = this.remembered;
    switch (note.kind) {
      case "topic":
        topics.set(note.name, note);
        break;
      case "topic-deleted": {
        const id = topics.get(note.name)?.id;
        topics.delete(note.name);
        for (const [key, { topicId }] of logs) if (topicId === id) logs.delete(key);
        break;
      }
      case "offsets": {
        const group = offsets.get(note.group) ?? new Map<string, StoredOffset>();
        offsets.set(note.group, group);
        for (const offset of note.offsets) {
          const key = `${offset.topic}\0${offset.partition}`;
          if (offset.offset < 0) group.delete(key);
          else group.set(key, offset);
        }
        break;
      }
      case "group-deleted":
        offsets.delete(note.group);
        break;
      case "producer-ids":
        this.remembered.nextProducerId = note.next;
        break;
      case "transaction":
        transactions.set(note.id, note.state);
        break;
      case "log":
        logs.set(`${note.topicId}/${note.partition}`, note);
        break;
    }
  }

  #snapshot(): Note[] {
    const { topics, offsets, transactions, logs, nextProducerId } = this.remembered;
    return [
      ...topics.values(),
      ...[...offsets].map(([group, list]): Note => ({ kind: "offsets", group, offsets: [...list.values()] })),
      ...[...transactions].map(([id, state]): Note => ({ kind: "transaction", id, state })),
      ...logs.values(),
      { kind: "producer-ids", next: nextProducerId },
    ];
  }

  /** Writes the journal anew with what still counts, and opens it. */
  #writeSnapshot(): number {
    const text = this.#snapshot()
      .map((note) => `${JSON.stringify(note)}\n`)
      .join("");
    writeFileSync(`${this.#journal}.new`, text);
    renameSync(`${this.#journal}.new`, this.#journal);
    this.#size = Buffer.byteLength(text);
    return openSync(this.#journal, "a");
  }

  note(note: Note): void {
    this.#remember(note);
    this.#size += writeSync(this.#file, `${JSON.stringify(note)}\n`);
    if (this.#size < largestJournal) return;
    closeSync(this.#file);
    this.#file = this.#writeSnapshot();
    // A journal that is large because there is much to remember must not be written anew every time.
    this.#size /= 2;
  }

  openLog(topic: Topic, partition: number, clock: BrokerClock): PartitionLog {
    const folder = join(this.#folder, "topics", topic.id, String(partition));
    const known = this.remembered.logs.get(`${topic.id}/${partition}`)?.log ?? {
      generation: 0,
      startOffset: 0,
      endOffset: 0,
    };
    mkdirSync(folder, { recursive: true });
    const segments = loadSegments(folder, known.generation, (path, size) => truncateSync(path, size));
    const save = (log: StoredLog): void => this.note({ kind: "log", topicId: topic.id, partition, log });
    const file = new SegmentFiles(folder, known.generation, segments, () => topic.config.number("segment.bytes"), save);
    const log = new PartitionLog(topic.config, clock, file);
    for (const { batches } of segments) for (const batch of batches) log.adopt(batch);
    log.startFrom(known.startOffset, known.endOffset);
    return log;
  }

  removeLogs(topic: Topic): void {
    rmSync(join(this.#folder, "topics", topic.id), { recursive: true, force: true });
  }

  close(): void {
    closeSync(this.#file);
    rmSync(join(this.#folder, "lock"), { force: true });
  }
}

function clusterIdOf(folder: string): string {
  const path = join(folder, "cluster-id");
  if (!existsSync(path)) writeFileSync(path, randomBytes(16).toString("base64url"));
  return readFileSync(path, "utf8");
}

/** One broker at a time: two would overwrite each other. */
function lockFolder(folder: string): void {
  const path = join(folder, "lock");
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return;
    } catch (cause) {
      const owner = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
      if (attempt > 0 || owner === process.pid || isAlive(owner)) {
        const message = `The folder ${folder} is in use by another embedded broker (process ${owner}).`;
        throw new WeirError("EMB_0002", message, { hint: "End that broker, or choose another folder.", cause });
      }
      rmSync(path, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
