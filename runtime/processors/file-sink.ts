/**
 * Appends the value of each record to a file, as a line of JSON or CSV. What was written before a commit is in the file when the commit is made.
 * Where the node retries, errors that may pass (a full disk, a file system that is away) hold up the task instead of stopping the run.
 */
import { WeirError } from "../../shared/errors.ts";
import { withoutNull } from "../../shared/records/types.ts";
import type { FileSinkConfig } from "../../shared/topology/processors.ts";
import type { Format } from "../../shared/topology/topology.ts";
import type { ProcessorFactory } from "../engine/processor.ts";
import { DelimitedRowWriter } from "../formats/delimited-rows.ts";
import { viewOf } from "../vectors/data-view.ts";
import { createEncoder, FAILED_ROW } from "../vectors/encode.ts";
import { ByteWriter } from "../formats/byte-writer.ts";
import { AppendedFile, isTransientFileError } from "./appended-file.ts";

const FLUSH_BYTES = 256 * 1024;
/** Attempts come at twice the distance of those before, up to here. */
const LONGEST_BACKOFF_MS = 60_000;

export const fileSink: ProcessorFactory<"file-sink"> = (config, context, node) => {
  const format = formatOf(config);
  const encoder = createEncoder(config.valueType, format);
  const out = new ByteWriter();
  const file = new AppendedFile(config.path, headerOf(format));
  const { onError } = node;
  let attempts = 0;
  let blockedUntilMs: number | null = null;

  /** Takes what was written off the front of what waits. */
  function write(): void {
    let done = 0;
    try {
      file.append(out.buffer, 0, out.at, (count) => (done += count));
    } finally {
      out.buffer.copyWithin(0, done, out.at);
      out.at -= done;
    }
  }

  function flush(): void {
    if (out.at === 0 || (blockedUntilMs !== null && context.nowMs() < blockedUntilMs)) return;
    try {
      write();
      attempts = 0;
      blockedUntilMs = null;
    } catch (error) {
      blockedUntilMs = nextAttemptMs(error);
    }
  }

  /** Throws where there is none. */
  function nextAttemptMs(error: unknown): number {
    if (onError.policy !== "retry" || !isTransientFileError(error) || attempts >= onError.attempts) {
      out.at = 0;
      throw writeError(config.path, error);
    }
    const { backoffMs } = onError;
    const waitMs = Math.min(backoffMs * 2 ** attempts, Math.max(backoffMs, LONGEST_BACKOFF_MS));
    attempts += 1;
    context.log("warn", `The file ${config.path} cannot be written at the moment.`, {
      reason: String(error),
      attempt: attempts,
      of: onError.attempts,
      waitMs,
    });
    return context.nowMs() + waitMs;
  }

  return {
    process(_port, batch) {
      const { selection, selected } = batch;
      const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
      const rows = encoder.encode(batch.value, selection, selected, fail);
      const data = viewOf(rows.buffer);
      let nulls = 0;
      for (let k = 0; k < selected; k++) {
        const row = selection[k]!;
        const length = rows.lengths[row]!;
        if (length === FAILED_ROW) continue;
        const start = out.at;
        if (length >= 0) out.slice(rows.buffer, data, rows.starts[row]!, rows.starts[row]! + length);
        else if (format.format === "json") out.ascii("null");
        else {
          nulls += 1;
          continue;
        }
        if (format.format === "json") out.joinLines(start);
        out.byte(0x0a);
        if (out.at >= FLUSH_BYTES) flush();
      }
      if (nulls > 0) context.drop("null-value", nulls);
    },
    flush,
    blockedUntilMs: () => blockedUntilMs,
    close() {
      try {
        if (out.at > 0) write();
      } catch (error) {
        throw writeError(config.path, error);
      } finally {
        file.close();
      }
    },
  };
};

function writeError(path: string, error: unknown): WeirError {
  return new WeirError("RUN_0501", `The file ${path} cannot be written: ${String(error)}`, {
    hint: "Check that its folder exists, can be written to, and has room.",
    cause: error,
  });
}

/** A new file of CSV begins with the names of its columns. */
function headerOf(format: Format): Buffer {
  if (format.format !== "delimited") return Buffer.alloc(0);
  const header = new DelimitedRowWriter(format.separator, format.header);
  header.writeCells(format.header);
  return Buffer.from(`${header.out.buffer.toString("utf8", 0, header.out.at)}\n`);
}

function formatOf(config: FileSinkConfig): Format {
  if (config.format === "ndjson") return { format: "json" };
  const type = withoutNull(config.valueType);
  const header = config.columns ?? (type.kind === "struct" ? type.fields.map(({ name }) => name) : []);
  return { format: "delimited", separator: ",", header };
}
