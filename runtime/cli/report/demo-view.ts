/** What a person sees of the demo on a terminal: the studio's address, what flows, the latest results, and a summary at the end. */
import { isErrorCode, type ErrorCode } from "../../../shared/errors.ts";
import type { HostEvent } from "../../../shared/protocol/host-api.ts";
import type { RunSnapshot } from "../../../shared/protocol/run.ts";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import { openPipeline } from "../../../shared/validation/open.ts";
import type { CommandContext } from "../command.ts";
import type { NodeRow } from "./node-rows.ts";
import { formatCount, formatDuration, plural } from "./numbers.ts";
import { createProgress, spinnerFrames } from "./progress.ts";
import { createRateTable, totalsTable } from "./rate-table.ts";
import { plain } from "./text.ts";

export interface DemoView {
  take(event: HostEvent): void;
  log(line: string): void;
  end(url: string): DemoSummary;
}

export interface DemoSummary {
  readonly studio: string;
  readonly pipeline: string;
  readonly ms: number;
  readonly nodes: readonly NodeRow[];
  readonly failure: { readonly code: ErrorCode; readonly message: string; readonly hint: string | null } | null;
}

const LATEST_LINES = 6;

export function createDemoView({ terminal }: CommandContext, text: string): DemoView {
  const { colours } = terminal;
  const { pipeline } = openPipeline(text);
  if (pipeline === null) throw new Error("Invariant broken: a shipped sample cannot be read");
  const progress = createProgress(terminal);
  const rates = createRateTable(colours);
  const latest: string[] = [];
  let last: RunSnapshot | null = null;
  let frame = 0;

  function show(snapshot: RunSnapshot): void {
    const spin = spinnerFrames[frame++ % spinnerFrames.length] ?? "";
    const results =
      latest.length === 0 ? [] : ["", colours.dim("latest results"), ...latest.map((line) => `  ${plain(line)}`)];
    progress.show(
      [
        `${colours.cyan(spin)} ${colours.bold(plain(pipeline?.name ?? ""))}  ${colours.dim(stateText(snapshot))}`,
        "",
        ...rates.lines(rowsOf(pipeline, snapshot)),
        ...results,
      ],
      true,
    );
  }

  return {
    take(event) {
      if (event.event === "log") {
        const lines = event.lines
          .filter(({ level }) => level === "print")
          .flatMap(({ message }) => message.split("\n"));
        latest.push(...lines.filter((line) => line !== ""));
        latest.splice(0, Math.max(0, latest.length - LATEST_LINES));
        for (const { level, message } of event.lines)
          if (level === "warn" || level === "error") progress.above(colours.yellow(plain(message)));
      }
      if (event.event !== "run") return;
      last = event.snapshot;
      if (event.snapshot.state === "running") show(event.snapshot);
    },
    log: (line) => progress.above(plain(line)),
    end(url) {
      progress.end(false);
      const rows = rowsOf(pipeline, last);
      const ms = last === null ? 0 : last.atMs - last.startedAtMs;
      const tasks = last === null ? 0 : last.tasks.length;
      terminal.err(
        `\n${colours.bold(plain(pipeline.name))} ran for ${formatDuration(ms)}, ${plural(tasks, "task")}\n\n${totalsTable(rows, colours)}\n`,
      );
      if (latest.length > 0)
        terminal.err(`\n${colours.dim("latest results")}\n${latest.map((line) => `  ${plain(line)}\n`).join("")}`);
      const failure = last?.failure ?? null;
      return {
        studio: url,
        pipeline: pipeline.id,
        ms,
        nodes: rows,
        failure: failure === null ? null : { ...failure, code: isErrorCode(failure.code) ? failure.code : "CLI_0500" },
      };
    },
  };
}

/** In the order in which records pass. */
function rowsOf(pipeline: Pipeline | null, snapshot: RunSnapshot | null): NodeRow[] {
  if (pipeline === null || snapshot === null) return [];
  return flowOrder(pipeline).flatMap((id): NodeRow[] => {
    const node = pipeline.nodes.get(id);
    const figures = snapshot.nodes[id];
    if (node === undefined || figures === undefined) return [];
    const { recordsIn, recordsOut, dropped, failed, deadLettered } = figures;
    const written = node.type.endsWith("-sink") ? recordsIn - failed : recordsOut.reduce((sum, rows) => sum + rows, 0);
    return [
      { node: id, name: node.name, type: node.type, recordsIn, recordsOut: written, dropped, failed, deadLettered },
    ];
  });
}

function flowOrder(pipeline: Pipeline): string[] {
  const order: string[] = [];
  const visited = new Set<string>();
  const visit = (id: string): void => {
    if (visited.has(id)) return;
    visited.add(id);
    for (const { from, to } of pipeline.edges.values()) if (from.node === id) visit(to.node);
    order.unshift(id);
  };
  for (const id of pipeline.nodes.keys()) visit(id);
  return order;
}

function stateText(snapshot: RunSnapshot): string {
  if (snapshot.waitingFor !== null) return snapshot.waitingFor;
  const lag = snapshot.lag === null ? "" : `, lag ${formatCount(snapshot.lag)}`;
  return `${plural(snapshot.tasks.length, "task")}${lag}, ${formatDuration(snapshot.atMs - snapshot.startedAtMs)}`;
}
