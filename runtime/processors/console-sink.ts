/** Shows records in the terminal: JSON lines for programs, or time, key and value for people. */
import { printInstant } from "../../shared/records/instants.ts";
import type { ProcessorFactory } from "../engine/processor.ts";
import { ByteWriter } from "../formats/byte-writer.ts";
import type { Batch, ByteRows } from "../vectors/batch.ts";
import { viewOf } from "../vectors/data-view.ts";
import { withoutFailed } from "../vectors/batch-with.ts";
import { createEncoder } from "../vectors/encode.ts";

export type Write = (text: string) => void;

/** Where the text goes is the caller's choice; one call per batch. */
export function makeConsoleSink(write: Write): ProcessorFactory<"console-sink"> {
  return (config, context) => {
    const encoder = createEncoder({ kind: "any" }, { format: "json" });
    const keyEncoder = createEncoder({ kind: "any" }, { format: "json" });
    const out = new ByteWriter();
    const limit = config.limitPerSecond ?? Number.POSITIVE_INFINITY;
    let second = Number.NaN;
    let shown = 0;
    let hidden = 0;

    function startSecond(): void {
      const now = Math.floor(context.nowMs() / 1000);
      if (now === second) return;
      second = now;
      shown = 0;
      noteHidden();
    }

    function noteHidden(): void {
      if (hidden > 0) context.log("info", `${hidden} more records were not shown`, { limitPerSecond: limit });
      hidden = 0;
    }

    function writeRow(batch: Batch, row: number, keys: ByteRows, values: ByteRows): void {
      const time = batch.timestamps[row]!;
      if (config.format === "json") {
        out.ascii(`{"timestamp":${time},"key":`);
        writeBytes(keys, row);
        out.ascii(',"value":');
        writeBytes(values, row);
        out.ascii("}\n");
      } else {
        out.ascii(`${printInstant(time)}  `);
        writeBytes(keys, row);
        out.ascii("  ");
        writeBytes(values, row);
        out.byte(0x0a);
      }
    }

    function writeBytes(rows: ByteRows, row: number): void {
      const start = rows.starts[row]!;
      const at = out.at;
      if (rows.lengths[row]! < 0) out.ascii("null");
      else out.slice(rows.buffer, viewOf(rows.buffer), start, start + rows.lengths[row]!);
      out.joinLines(at);
    }

    return {
      process(_port, batch) {
        startSecond();
        const { selection, selected } = batch;
        const count = Math.min(selected, Math.max(0, limit - shown));
        shown += count;
        hidden += selected - count;
        if (count === 0) return;
        const fail = (row: number, error: unknown): void => context.fail(batch, row, error);
        const keys = keyEncoder.encode(batch.key, selection, count, fail);
        const keyed = withoutFailed({ ...batch, selected: count }, keys);
        const values = encoder.encode(batch.value, keyed.selection, keyed.selected, fail);
        const whole = withoutFailed(keyed, values);
        out.at = 0;
        for (let k = 0; k < whole.selected; k++) writeRow(batch, whole.selection[k]!, keys, values);
        write(out.buffer.toString("utf8", 0, out.at));
      },
      tick: startSecond,
      close: noteHidden,
    };
  };
}

export const consoleSink: ProcessorFactory<"console-sink"> = (config, context, node) =>
  makeConsoleSink((text) => context.print(text))(config, context, node);
