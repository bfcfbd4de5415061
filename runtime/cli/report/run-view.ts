/** What a person sees of a run: live rates per node and the latest results on a terminal, plain lines elsewhere, and a summary at the end. */
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { Topology } from "../../../shared/topology/topology.ts";
import type { RunStatus } from "../../engine/run-status.ts";
import type { TaskLog } from "../../engine/task-output.ts";
import type { CommandContext } from "../command.ts";
import { nodeRows } from "./node-rows.ts";
import type { NodeRow } from "./node-rows.ts";
import { formatCount, formatDuration, plural } from "./numbers.ts";
import { createProgress, spinnerFrames } from "./progress.ts";
import { createRateTable, totalsTable } from "./rate-table.ts";
import { plain } from "./text.ts";

export interface RunView {
  readonly log: TaskLog;
  print(text: string): void;
  /** Whether anybody watches: otherwise nothing needs to be shown while it runs. */
  readonly live: boolean;
  show(status: RunStatus): void;
  /** Takes the live part away, prints the summary and returns it as data. */
  end(status: RunStatus): RunSummary;
}

export interface RunSummary {
  readonly pipeline: string;
  readonly ms: number;
  readonly nodes: readonly NodeRow[];
}

const LATEST_LINES = 6;

export function createRunView(context: CommandContext, pipeline: Pipeline, topology: Topology): RunView {
  const { terminal } = context;
  const { colours } = terminal;
  const live = context.flag("live") && terminal.interactive;
  const progress = createProgress(terminal);
  const startedMs = performance.now();
  const latest: string[] = [];
  const rateTable = createRateTable(colours);
  let frame = 0;
  let printed = 0;

  function lines(status: RunStatus): string[] {
    const rows = nodeRows(pipeline, topology, status);
    const nowMs = performance.now();
    const spin = spinnerFrames[frame++ % spinnerFrames.length] ?? "";
    const head = `${colours.cyan(spin)} ${colours.bold(plain(pipeline.name))}  ${colours.dim(stateText(status, nowMs - startedMs))}`;
    const rates = rateTable.lines(rows);
    const results =
      latest.length === 0 ? [] : ["", colours.dim("latest results"), ...latest.map((line) => `  ${plain(line)}`)];
    return [head, "", ...rates, ...results];
  }

  return {
    live,
    log(level, message, fields = {}) {
      const text = Object.entries(fields).map(([key, value]) => `${key}=${String(value)}`);
      const paint = level === "error" ? colours.red : level === "warn" ? colours.yellow : colours.dim;
      progress.above(paint(plain([message, ...text].join(" "))));
    },
    print(text) {
      printed += 1;
      if (!live) {
        if (!context.json) terminal.out(text);
        return;
      }
      latest.push(...text.split("\n").filter((line) => line !== ""));
      latest.splice(0, Math.max(0, latest.length - LATEST_LINES));
    },
    show(status) {
      if (live) progress.show(lines(status));
    },
    end(status) {
      const ms = performance.now() - startedMs;
      const rows = nodeRows(pipeline, topology, status);
      if (live) progress.show(lines(status), true);
      progress.end(false);
      const summary = totalsTable(rows, colours);
      const text = `${printed > 0 ? "\n" : ""}${colours.bold(plain(pipeline.name))} ran for ${formatDuration(ms)}, ${plural(status.tasks.length, "task")}\n\n${summary}\n`;
      if (live && latest.length > 0)
        terminal.err(`${colours.dim("latest results")}\n${latest.map((line) => `  ${plain(line)}\n`).join("")}\n`);
      // Records of console sinks may be read by a program: what people read goes beside them.
      terminal.err(text);
      return { pipeline: pipeline.id, ms: Math.round(ms), nodes: rows };
    },
  };
}

function stateText(status: RunStatus, ms: number): string {
  if (status.waitingFor !== null) return status.waitingFor;
  const restoring = status.tasks.filter((task) => task.state === "restoring").length;
  if (restoring > 0) return `restoring ${plural(restoring, "task")}`;
  const lag = status.lag === null ? "" : `, lag ${formatCount(status.lag)}`;
  return `${plural(status.tasks.length, "task")}${lag}, ${formatDuration(ms)}`;
}
