/** Agents as processes of Node: the studio in a browser. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { agentEnvironment, isAgentMessage, keepTail, type AgentExit, type AgentLauncher } from "./agent-launcher.ts";

/** Node strips types in a checkout, and refuses to below node_modules: an installed package carries a bundle. */
export const agentEntry = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../../runtime/agent/main.ts" : "../runtime/agent.js", import.meta.url),
);

/** Stripping types is most of a start in a checkout; there what was compiled is kept, in a folder of the checkout, for the next process. */
const compileCache: Readonly<Record<string, string>> = import.meta.url.endsWith(".ts")
  ? { NODE_COMPILE_CACHE: fileURLToPath(new URL("../../../.cache/compile", import.meta.url)) }
  : {};

const stderrKept = 8192;

/** Agents end by themselves when their channel closes, so that none outlives a host that was killed. */
export function forkLauncher(entry: string = agentEntry): AgentLauncher {
  return {
    launch() {
      const child = fork(entry, [], {
        execArgv: [],
        env: { ...compileCache, ...agentEnvironment(process.env) },
        stdio: ["ignore", "ignore", "pipe", "ipc"],
        serialization: "json",
      });
      const stderr = keepTail(stderrKept);
      child.stderr?.setEncoding("utf8").on("data", (text: string) => stderr.add(text));
      const exited = new Promise<AgentExit>((resolve) => {
        child.once("error", (error) => resolve({ how: `before it began: ${error.message}`, stderr: "" }));
        // "close" comes when its standard error is read to the end.
        child.once("close", (code, signal) =>
          resolve({ how: signal === null ? `with status ${code ?? 0}` : `by ${signal}`, stderr: stderr.text() }),
        );
      });
      return {
        post(request) {
          // The callback keeps a channel that is just closing from throwing; `exited` tells what happened.
          if (child.connected) child.send(request, () => undefined);
        },
        onMessage(listener) {
          child.on("message", (message) => {
            if (isAgentMessage(message)) listener(message);
          });
        },
        onExit: (listener) => void exited.then(listener),
        kill: () => void child.kill("SIGKILL"),
      };
    },
  };
}
