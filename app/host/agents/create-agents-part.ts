/** What the renderer can ask about previews, tests and runs. */
import { dirname } from "node:path";
import type { AgentTarget } from "../../../shared/protocol/agent.ts";
import type { HostContext, HostPart } from "../host-part.ts";
import { resolveDocument } from "../workspace/paths.ts";
import type { AgentLauncher } from "./agent-launcher.ts";
import { createPreviewService } from "./preview-service.ts";
import { createRunService, type RunService } from "./run-service.ts";

export interface AgentsPart extends HostPart<AgentMethod> {
  readonly runs: RunService;
  /** Starts the process of the first preview before it is asked for. */
  warm(): void;
  close(): Promise<void>;
}

export type AgentMethod =
  | "preview.run"
  | "preview.cancel"
  | "tests.run"
  | "run.start"
  | "run.stop"
  | "run.list"
  | "run.tap"
  | "run.logs";

export interface AgentsOptions {
  readonly launcher: AgentLauncher;
  /** What a run in this environment needs, secrets included: they go to the process of the run and nowhere else. */
  readonly target: (environment: string, pipeline: string) => Promise<AgentTarget>;
  readonly redact: (text: string) => string;
}

export function createAgentsPart(context: HostContext, { launcher, target, redact }: AgentsOptions): AgentsPart {
  const previews = createPreviewService(launcher);
  const runs = createRunService({ launcher, publish: (event) => context.publish(event), redact });
  return {
    runs,
    warm: () => previews.warm(),
    handlers: {
      "preview.run": ({ file, request }) => previews.preview(file, request),
      "preview.cancel": ({ file }) => {
        previews.cancel(file);
        return null;
      },
      "tests.run": ({ pipeline, tests }) => previews.tests(pipeline, tests),
      "run.start": async ({ file, pipeline, environment, threads }) => ({
        run: await runs.start({
          file,
          pipeline,
          threads,
          // The pipeline's own files are looked for beside it, so it has to lie in the workspace.
          directory: dirname(await resolveDocument(context.folder(), file)),
          target: await target(environment, pipeline),
        }),
      }),
      "run.stop": async ({ run }) => {
        await runs.stop(run);
        return null;
      },
      "run.list": () => runs.list(),
      "run.tap": async ({ run, edges }) => {
        await runs.tap(run, edges);
        return null;
      },
      "run.logs": ({ run }) => runs.logs(run),
    },
    async close() {
      await Promise.all([previews.close(), runs.close()]);
    },
  };
}
