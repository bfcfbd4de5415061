/** Entry of a worker thread: plans the same topology, connects by itself, and does what the supervisor asks. */
import { parentPort, workerData } from "node:worker_threads";
import { must } from "../../shared/assert.ts";
import { systemClock } from "./clock.ts";
import { createEngineKafka } from "./create-engine-kafka.ts";
import { createInlineWorker } from "./inline-worker.ts";
import { loadTopology } from "./load-topology.ts";
import { toPlainError } from "./plain-error.ts";
import type { WorkerHandle } from "./worker-handle.ts";
import type { WorkerCall, WorkerData, WorkerMessage } from "./worker-messages.ts";

const port = must(parentPort, "the supervisor's port");

function say(message: WorkerMessage): void {
  port.postMessage(message);
}

function createHandle(): WorkerHandle {
  const { request }: WorkerData = workerData;
  const { topology } = loadTopology(request.pipeline, request.directory);
  return createInlineWorker({
    topology: must(topology, "a topology that the supervisor has planned already"),
    kafka: createEngineKafka(request.connection, request.groupProtocol),
    clock: systemClock,
    processId: request.processId,
    log: (level, message, fields = {}) => say({ kind: "log", level, message, fields }),
    print: (text, node) => say({ kind: "print", text, node }),
    onSample: (edge, rows) => say({ kind: "sample", edge, rows }),
    onFailure: (error) => say({ kind: "failed", error: toPlainError(error) }),
  });
}

async function answer(handle: WorkerHandle, call: WorkerCall): Promise<void> {
  try {
    const status = call.call === "status" ? await handle.status() : null;
    if (call.call === "start") await handle.start();
    else if (call.call === "commit") await handle.commit();
    else if (call.call === "finish") await handle.finish(call.subTopology);
    else if (call.call === "tap") await handle.tap(call.edges);
    else if (call.call === "stop") await handle.stop();
    say({ kind: "answer", id: call.id, status });
  } catch (error) {
    say({ kind: "refusal", id: call.id, error: toPlainError(error) });
  }
}

const handle = createHandle();
port.on("message", (call: WorkerCall) => void answer(handle, call));
