/** Brings the records of several streams into one. */
import type { ProcessorFactory } from "../engine/processor.ts";

export const merge: ProcessorFactory<"merge"> = (_config, context) => ({
  process: (_port, batch) => context.emit(0, batch),
});
