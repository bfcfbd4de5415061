/** Lines of a log with an identity that stays while old ones fall away, and which of them are looked at. */
import type { RunFailure, RunLogLine } from "../../../shared/protocol/run.ts";

export interface LogLine extends Pick<RunLogLine, "atMs" | "level" | "node" | "message"> {
  readonly id: string;
}

export type Level = "all" | "warn" | "print";

export interface LineFilter {
  readonly level: Level;
  /** Empty: of every node, and of none. */
  readonly nodes: ReadonlySet<string>;
  readonly query: string;
}

/** The reason of a failure stands at the end, where whoever reads the log arrives. */
export function logLines(lines: readonly RunLogLine[], failure: RunFailure | null): LogLine[] {
  const seen = new Map<string, number>();
  const named = lines.map(({ atMs, level, node, message }): LogLine => {
    const base = `${atMs} ${node ?? ""} ${message}`;
    const many = seen.get(base) ?? 0;
    seen.set(base, many + 1);
    return { atMs, level, node, message, id: `${base} ${many}` };
  });
  if (failure === null || named.some(({ message }) => message === failure.message)) return named;
  const message = failure.hint === null ? failure.message : `${failure.message} ${failure.hint}`;
  return [...named, { id: "failure", atMs: named.at(-1)?.atMs ?? 0, level: "error", node: failure.node, message }];
}

export function filterLines(lines: readonly LogLine[], { level, nodes, query }: LineFilter): LogLine[] {
  const words = query.trim().toLowerCase();
  return lines.filter(
    (line) =>
      (level === "all" || (level === "print" ? line.level === "print" : ["warn", "error"].includes(line.level))) &&
      (nodes.size === 0 || (line.node !== null && nodes.has(line.node))) &&
      line.message.toLowerCase().includes(words),
  );
}
