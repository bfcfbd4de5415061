/** Reads a file of JSON lines or CSV from beginning to end. The position is the byte at which the next line begins. */
import { NULL } from "../../shared/records/types.ts";
import type { FileSourceConfig } from "../../shared/topology/processors.ts";
import type { Format } from "../../shared/topology/topology.ts";
import type { ActiveSourceFactory } from "../engine/active-source.ts";
import { splitDelimited } from "../formats/delimited.ts";
import type { Batch } from "../vectors/batch.ts";
import { withKey } from "../vectors/batch-with.ts";
import { createDecoder, type Decoder } from "../vectors/decode.ts";
import { compileColumns } from "../vectors/kernel.ts";
import { rootsOf } from "../vectors/roots.ts";
import { denseSelection } from "../vectors/rows.ts";
import { LineReader, type Lines } from "./line-reader.ts";

export const fileSource: ActiveSourceFactory<"file-source"> = (node, context) => {
  const { config } = node;
  const reader = new LineReader(config.path, config.format === "csv");
  const key = config.key === null ? null : compileColumns([config.key], { passThrough: true });
  const time = config.time === null ? null : compileColumns([config.time], { passThrough: false });
  let decoder: Decoder | null = null;
  /** Where the records begin: behind the line that names the columns. */
  let begin = 0;

  /** The decoder; the names of columns are read from the first line where the config does not give them. */
  function mustDecoder(): Decoder {
    if (decoder !== null) return decoder;
    const uses = config.uses.filter((use) => use.root === "value").map((use) => use.steps);
    decoder = createDecoder(config.valueType, formatOf(config, reader), uses);
    begin = reader.position;
    return decoder;
  }

  function rawBatch(lines: Lines): Batch {
    const { buffer, starts, lengths, offsets, count } = lines;
    const value = { buffer, starts, lengths };
    return {
      rows: count,
      selection: denseSelection(count),
      selected: count,
      timestamps: new Float64Array(count).fill(context.nowMs()),
      key: { kind: "constant", type: NULL, value: null },
      value: { kind: "bytes", ...value },
      headers: null,
      origin: { topic: config.path, partition: 0, offsets, key: null, value, sequence: null },
    };
  }

  function withTimes(batch: Batch): Batch {
    if (time === null) return batch;
    const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
    const { columns, selection, selected } = time.run(rootsOf(batch), batch.selection, batch.selected, fail);
    const timestamps = new Float64Array(batch.rows);
    const column = columns[0]!;
    for (let k = 0; k < selected; k++) {
      const row = selection[k]!;
      if (column.kind === "constant") timestamps[row] = Number(column.value);
      else if (column.kind === "number")
        timestamps[row] = column.nulls?.[row] === 1 ? -1 : Math.floor(column.values[row]!);
    }
    return { ...batch, timestamps, selection, selected };
  }

  function withKeys(batch: Batch): Batch {
    if (key === null) return batch;
    const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
    const result = key.run(rootsOf(batch), batch.selection, batch.selected, fail);
    return withKey(batch, result.columns[0]!, result);
  }

  return {
    read(maxRows) {
      const value = mustDecoder();
      const lines = reader.read(maxRows);
      if (lines.count === 0) return null;
      const raw = rawBatch(lines);
      const fail = (row: number, error: unknown): void => context.fail(raw, row, error);
      const decoded = value.decode(lines, raw.selection, raw.selected, fail);
      return withKeys(
        withTimes({ ...raw, value: decoded.column, selection: decoded.selection, selected: decoded.selected }),
      );
    },
    get position() {
      return reader.position;
    },
    seek(position) {
      mustDecoder();
      reader.seek(Math.max(position, begin));
    },
    get done() {
      return reader.done;
    },
    nextReadyMs: () => null,
    close: () => reader.close(),
  };
};

function formatOf(config: FileSourceConfig, reader: LineReader): Format {
  if (config.format === "ndjson") return { format: "json" };
  const header = config.header ?? readHeader(config, reader);
  return { format: "delimited", separator: config.separator, header };
}

function readHeader(config: FileSourceConfig, reader: LineReader): readonly string[] {
  const line = reader.read(1);
  if (line.count === 0) return [];
  const text = line.buffer.toString("utf8", line.starts[0], line.starts[0]! + line.lengths[0]!);
  // As wide as it can be; what is too wide stays without a cell.
  const width = text.split(config.separator).length;
  for (let cells = width; cells > 0; cells--) {
    const split = splitDelimited(line, denseSelection(1), 1, 1, config.separator, cells);
    if (split.bad.size > 0) continue;
    return split.cells.map(({ starts, lengths }) => split.buffer.toString("utf8", starts[0], starts[0]! + lengths[0]!));
  }
  return text.split(config.separator);
}
