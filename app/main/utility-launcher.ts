/** Agents as Electron's utility processes: with the fuse for running as Node off, there is no Node to fork. */
import { agentEnvironment, isAgentMessage, keepTail, type AgentLauncher } from "../host/agents/agent-launcher.ts";
import { agentEntry } from "../host/agents/fork-launcher.ts";
import type { ElectronParts } from "./electron-parts.ts";

const stderrKept = 8192;

export function utilityLauncher(
  { utilityProcess }: Pick<ElectronParts, "utilityProcess">,
  endProcess: (pid: number) => void = (pid) => void process.kill(pid, "SIGKILL"),
): AgentLauncher {
  return {
    launch() {
      const child = utilityProcess.fork(agentEntry, [], {
        serviceName: "Weir runtime",
        execArgv: [],
        env: agentEnvironment(process.env),
        stdio: ["ignore", "ignore", "pipe"],
      });
      const stderr = keepTail(stderrKept);
      child.stderr?.on("data", (chunk: Buffer) => stderr.add(chunk.toString("utf8")));
      let ended = false;
      const exited = new Promise<number>((resolve) => {
        child.once("exit", (code) => {
          ended = true;
          resolve(code);
        });
      });
      return {
        post(request) {
          if (!ended) child.postMessage(request);
        },
        onMessage(listener) {
          child.on("message", (message: unknown) => {
            if (isAgentMessage(message)) listener(message);
          });
        },
        onExit(listener) {
          void exited.then((code) => listener({ how: `with status ${code}`, stderr: stderr.text() }));
        },
        kill() {
          if (ended) return;
          // Its own kill only asks, and a process that is stuck in a loop does not hear.
          try {
            if (child.pid === undefined) child.kill();
            else endProcess(child.pid);
          } catch {
            child.kill();
          }
        },
      };
    },
  };
}
