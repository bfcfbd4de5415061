/** Previews and tests in processes of the runtime. The newest preview of a file is the only one that anybody waits for. */
import { assert } from "../../../shared/assert.ts";
import { WeirError } from "../../../shared/errors.ts";
import type { PreviewRequest, PreviewResult } from "../../../shared/protocol/preview.ts";
import type { TestReport } from "../../../shared/protocol/tests.ts";
import { createAgentPool } from "./agent-pool.ts";
import type { AgentLauncher } from "./agent-launcher.ts";
import type { Agent, AgentAnswer, AgentQuestion } from "./agent.ts";

export interface PreviewService {
  /** Starts a process before it is needed. */
  warm(): void;
  /** Cancels the preview of the same file before it. Rejects with HOST_0010 (cancelled, too long) or HOST_0009 (process ended), or the runtime's own failure. */
  preview(file: string, request: PreviewRequest): Promise<PreviewResult>;
  cancel(file: string): void;
  tests(pipeline: string, tests: string): Promise<readonly TestReport[]>;
  close(): Promise<void>;
}

export interface PreviewTimes {
  readonly previewLimitMs: number;
  readonly testsLimitMs: number;
  /** A process that was cancelled may finish that long, and is ended then. */
  readonly cancelGraceMs: number;
}

export const previewTimes: PreviewTimes = { previewLimitMs: 20_000, testsLimitMs: 60_000, cancelGraceMs: 300 };

export function createPreviewService(launcher: AgentLauncher, times: PreviewTimes = previewTimes): PreviewService {
  const pool = createAgentPool(launcher, { processes: 4, spare: 2 });
  const current = new Map<string, AbortController>();

  /** Work is given up when `cancelled` fires or the time is over; its process then finishes soon or is ended. */
  async function work(question: AgentQuestion, limitMs: number, cancelled: AbortSignal): Promise<AgentAnswer> {
    const agent = await pool.take();
    if (cancelled.aborted) {
      pool.release(agent);
      throw cancellation();
    }
    const answer = agent.ask(question);
    const limit = AbortSignal.timeout(limitMs);
    try {
      const result = await Promise.race([
        answer,
        abortOf(cancelled, cancellation),
        abortOf(limit, () => tooLong(limitMs)),
      ]);
      pool.release(agent);
      return result;
    } catch (error) {
      settle(agent, answer, limit.aborted ? 0 : times.cancelGraceMs);
      throw error;
    }
  }

  function settle(agent: Agent, answer: Promise<AgentAnswer>, graceMs: number): void {
    const end = setTimeout(() => agent.kill(), graceMs);
    const release = (): void => {
      clearTimeout(end);
      pool.release(agent);
    };
    answer.then(release, release);
  }

  const cancel = (file: string): void => {
    current.get(file)?.abort();
    current.delete(file);
  };

  return {
    warm: () => pool.warm(),
    async preview(file, request) {
      cancel(file);
      const controller = new AbortController();
      current.set(file, controller);
      try {
        const answer = await work({ ask: "preview", request }, times.previewLimitMs, controller.signal);
        assert("preview" in answer, "a preview is answered by a preview");
        return answer.preview;
      } finally {
        if (current.get(file) === controller) current.delete(file);
      }
    },
    cancel,
    async tests(pipeline, tests) {
      const never = new AbortController().signal;
      const answer = await work({ ask: "tests", pipeline, tests }, times.testsLimitMs, never);
      assert("tests" in answer, "tests are answered by reports");
      return answer.tests;
    },
    async close() {
      for (const file of [...current.keys()]) cancel(file);
      await pool.close();
    },
  };
}

function abortOf(signal: AbortSignal, makeError: () => Error): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(makeError());
    else signal.addEventListener("abort", () => reject(makeError()), { once: true });
  });
}

function cancellation(): WeirError {
  return new WeirError("HOST_0010", "The preview was cancelled.", { hint: "A newer one, if there is any, goes on." });
}

function tooLong(limitMs: number): WeirError {
  return new WeirError("HOST_0010", `It took longer than ${limitMs / 1000} s and was stopped.`, {
    hint: "Use fewer records, or shorter windows for the time that they span.",
  });
}
