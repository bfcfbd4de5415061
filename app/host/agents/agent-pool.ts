/** Warm processes for previews and tests: one works, one waits, so that whatever happens to the first, the next preview starts at once. */
import { WeirError } from "../../../shared/errors.ts";
import { startAgent, type Agent } from "./agent.ts";
import type { AgentLauncher } from "./agent-launcher.ts";

export interface AgentPool {
  /** Starts what should wait. */
  warm(): void;
  /** A process that is nobody else's until it is released. Rejects with HOST_0010 when the pool is closed. */
  take(): Promise<Agent>;
  /** Gives it back; a dead one may be given back as well. */
  release(agent: Agent): void;
  close(): Promise<void>;
}

export interface AgentPoolLimits {
  /** Processes at once; whoever asks for more waits. */
  readonly processes: number;
  /** Processes that wait at most. */
  readonly spare: number;
}

export function createAgentPool(launcher: AgentLauncher, limits: AgentPoolLimits): AgentPool {
  const all = new Set<Agent>();
  const idle: Agent[] = [];
  const waiting: { give: (agent: Agent) => void; refuse: (error: Error) => void }[] = [];
  let closed = false;

  const start = (): Agent => {
    const agent = startAgent(launcher);
    all.add(agent);
    void agent.exited.then(() => {
      all.delete(agent);
      const at = idle.indexOf(agent);
      if (at >= 0) idle.splice(at, 1);
      if (closed) return;
      const next = waiting.shift();
      if (next !== undefined) next.give(start());
      // One that could not even begin would fail again and again: it is tried again when somebody asks.
      else if (agent.wasReady()) warm();
    });
    return agent;
  };
  const warm = (): void => {
    if (!closed && idle.length === 0 && all.size < limits.processes) idle.push(start());
  };

  return {
    warm,
    take() {
      if (closed) return Promise.reject(new WeirError("HOST_0010", "The studio is closing."));
      // The one that worked last: its code is compiled by now.
      const agent = idle.pop() ?? (all.size < limits.processes ? start() : undefined);
      if (agent === undefined)
        return new Promise((resolve, reject) => void waiting.push({ give: resolve, refuse: reject }));
      warm();
      return Promise.resolve(agent);
    },
    release(agent) {
      if (!agent.isAlive()) return;
      const next = waiting.shift();
      if (next !== undefined) next.give(agent);
      else if (closed) agent.kill();
      else {
        idle.push(agent);
        // The one that has waited longest has the least compiled.
        if (idle.length > limits.spare) idle.shift()?.kill();
      }
    },
    async close() {
      closed = true;
      for (const { refuse } of waiting.splice(0)) refuse(new WeirError("HOST_0010", "The studio is closing."));
      const ending = [...all].map((agent) => agent.exited);
      for (const agent of all) agent.kill();
      await Promise.all(ending);
    },
  };
}
