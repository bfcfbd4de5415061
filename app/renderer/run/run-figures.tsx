/** The few figures that say whether a run is well. */
import type { RunSnapshot } from "../../../shared/protocol/run.ts";
import { isOver } from "../stores/runs.ts";
import { count, rate } from "./figures.ts";
import type { NodeRow } from "./node-rows.ts";
import { Spark } from "./spark.tsx";

interface RunFiguresProps {
  readonly rows: readonly NodeRow[];
  readonly snapshot: RunSnapshot;
}

export function RunFigures({ rows, snapshot }: RunFiguresProps) {
  const sources = rows.filter(({ kind }) => kind === "source");
  const sinks = rows.filter(({ kind }) => kind === "sink");
  const failed = total(rows.map((row) => row.failed));
  const dead = total(rows.map((row) => row.deadLettered));
  const over = isOver(snapshot);
  const none = snapshot.tasks.length === 0 && !over;
  const restoring = snapshot.tasks.filter(({ state }) => state === "restoring").length;
  return (
    <dl className="run-figures">
      <Figure
        name="read"
        value={over ? "–" : rate(total(sources.map((row) => row.outPerSecond ?? 0)))}
        more={count(total(sources.map((row) => row.total)))}
        spark={added(sources)}
        kind="source"
      />
      <Figure
        name="written"
        value={over ? "–" : rate(total(sinks.map((row) => row.inPerSecond ?? 0)))}
        more={count(total(sinks.map((row) => row.total)))}
        spark={added(sinks)}
        kind="sink"
      />
      <Figure name="lag" value={snapshot.lag === null || none ? "–" : count(snapshot.lag)} more="to be processed" />
      <Figure
        name="tasks"
        value={String(snapshot.tasks.length)}
        more={restoring > 0 ? `${restoring} restoring` : none ? "none assigned yet" : over ? "at the end" : "running"}
      />
      <Figure name="state" value={count(total(rows.map((row) => row.entries)))} more="keys kept" />
      <Figure
        name="failed"
        value={count(failed)}
        more={dead > 0 ? `${count(dead)} to dead letters` : failed > 0 ? "skipped" : "records"}
        bad={failed > 0}
      />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly more: string;
  readonly bad?: boolean;
  readonly spark?: readonly number[];
  readonly kind?: "source" | "sink";
}

function Figure({ name, value, more, bad = false, spark, kind }: FigureProps) {
  return (
    <div data-bad={bad} className={kind === undefined ? undefined : `ui-kind-${kind}`}>
      <dt>{name}</dt>
      <dd className="run-figures-value">
        {value}
        {spark !== undefined && <Spark points={spark} width={56} height={18} />}
      </dd>
      <dd className="run-figures-more">{more}</dd>
    </div>
  );
}

/** Point by point, from the newest back: a node that came later has fewer. */
function added(rows: readonly NodeRow[]): number[] {
  const most = Math.max(0, ...rows.map(({ spark }) => spark.length));
  return Array.from({ length: most }, (_, index) => total(rows.map(({ spark }) => spark.at(index - most) ?? 0)));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
