/** Appends the value of each record to a file, as a line of JSON or CSV. What was written before a commit is in the file when the commit is made. */
import { closeSync, fstatSync, openSync, writeSync } from "node:fs";
import { WeirError } from "../../shared/errors.ts";
import { withoutNull } from "../../shared/records/types.ts";
import type { FileSinkConfig } from "../../shared/topology/processors.ts";
import type { Format } from "../../shared/topology/topology.ts";
import type { ProcessorFactory } from "../engine/processor.ts";
import { DelimitedRowWriter } from "../formats/delimited-rows.ts";
import { viewOf } from "../vectors/data-view.ts";
import { createEncoder, FAILED_ROW } from "../vectors/encode.ts";
import { ByteWriter } from "../formats/byte-writer.ts";

const FLUSH_BYTES = 256 * 1024;

export const fileSink: ProcessorFactory<"file-sink"> = (config, context) => {
  const format = formatOf(config);
  const encoder = createEncoder(config.valueType, format);
  const out = new ByteWriter();
  let file: number | null = null;

  /** The open file; a new one of CSV begins with the names of its columns. */
  function mustOpen(): number {
    if (file !== null) return file;
    file = openSync(config.path, "a");
    if (format.format === "delimited" && fstatSync(file).size === 0) {
      const header = new DelimitedRowWriter(format.separator, format.header);
      header.writeCells(format.header);
      writeSync(file, `${header.out.buffer.toString("utf8", 0, header.out.at)}\n`);
    }
    return file;
  }

  function flush(): void {
    try {
      for (let at = 0; at < out.at;) at += writeSync(mustOpen(), out.buffer, at, out.at - at);
    } catch (error) {
      throw new WeirError("RUN_0501", `The file ${config.path} cannot be written: ${String(error)}`, {
        hint: "Check that its folder exists, can be written to, and has room.",
        cause: error,
      });
    }
    out.at = 0;
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
    close() {
      flush();
      if (file !== null) closeSync(file);
      file = null;
    },
  };
};

function formatOf(config: FileSinkConfig): Format {
  if (config.format === "ndjson") return { format: "json" };
  const type = withoutNull(config.valueType);
  const header = config.columns ?? (type.kind === "struct" ? type.fields.map(({ name }) => name) : []);
  return { format: "delimited", separator: ",", header };
}
