/** Entry of the process that the studio asks: previews, tests, or one run. Ends with its channel. */
import { Console } from "node:console";
import { flushCompileCache } from "node:module";
import { openChannel } from "./channel.ts";
import { serve } from "./serve.ts";

// Standard output may be somebody's data: whatever is said here goes beside it.
globalThis.console = new Console(process.stderr, process.stderr);

const channel = openChannel();
if (channel === null) {
  process.stderr.write("This is a part of Weir's studio, which starts it. To run a pipeline yourself: weir run FILE\n");
  process.exitCode = 2;
} else {
  const agent = serve(channel);
  // It is usually killed, and what was compiled would be lost; without a cache this does nothing.
  setImmediate(flushCompileCache);
  process.on("uncaughtException", (error) => agent.failAll(error));
  process.on("unhandledRejection", (error) => agent.failAll(error));
  // An interruption of the terminal reaches the whole group of processes; whoever started this one decides.
  process.on("SIGINT", () => {});
  channel.onClose(() => void agent.end().finally(() => process.exit()));
}
