/** A run in figures: where it is, what flows, who works, what is behind. */
import { useMemo } from "react";
import { useStore } from "zustand";
import { printInstant } from "../../../shared/records/instants.ts";
import type { RunTask } from "../../../shared/protocol/run.ts";
import { runCommand, commandContext, findCommand } from "../commands/registry.ts";
import { runOf, runsStore, type RunState } from "../stores/runs.ts";
import { useDocument, useSession } from "../stores/session.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { DataGrid } from "../ui/data-grid.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Pill } from "../ui/pill.tsx";
import { count, duration, rate } from "./figures.ts";
import { nodeRows, type NodeRow } from "./node-rows.ts";
import { Spark } from "./spark.tsx";
import "./run-view.css";

export function RunView() {
  const file = useDocument((state) => state.file);
  const run = useStore(runsStore, (state) => runOf(state, file));
  const able = findCommand("run.start")?.enabled(commandContext());
  if (run === null)
    return (
      <div className="run-view">
        <EmptyState
          icon="circle-play"
          title="It has not run yet"
          actions={
            <Button
              variant="primary"
              icon="play"
              iconFilled
              disabled={able === true ? false : able}
              onClick={() => runCommand("run.start")}
            >
              Run
            </Button>
          }
        >
          A run on this computer brings a broker of its own, in memory: nothing has to be installed. Choose an
          environment above to run on a cluster.
        </EmptyState>
      </div>
    );
  return <RunOf run={run} />;
}

const tones = { starting: "accent", running: "good", stopping: "warn", ended: "neutral", failed: "bad" } as const;

function RunOf({ run }: { readonly run: RunState }) {
  const { selection } = useSession();
  const pipeline = useDocument((state) => state.head?.root.pipeline);
  const { snapshot } = run;
  const rows = useMemo(() => (pipeline === undefined ? [] : nodeRows(pipeline, run)), [pipeline, run]);
  const outPerSecond = rows.filter(({ sink }) => sink).reduce((sum, row) => sum + row.inPerSecond, 0);
  return (
    <div className="run-view">
      <header className="run-view-head">
        <Pill tone={tones[snapshot.state]} dot>
          {snapshot.state}
        </Pill>
        <span>{snapshot.target === "embedded" ? "on this computer" : `on ${snapshot.target}`}</span>
        <span>for {duration(snapshot.atMs - snapshot.startedAtMs)}</span>
        <span>{snapshot.bootstrap.join(", ")}</span>
        {snapshot.waitingFor !== null && <span className="run-view-waiting">{snapshot.waitingFor}</span>}
      </header>
      {snapshot.failure !== null && (
        <Banner
          tone="bad"
          title={snapshot.failure.message}
          actions={
            snapshot.failure.node === null ? undefined : (
              <Button size="small" variant="line" onClick={() => selection.show(snapshot.failure?.node ?? "")}>
                Show the node
              </Button>
            )
          }
        >
          {snapshot.failure.hint}
        </Banner>
      )}
      <dl className="run-view-figures">
        <Figure name="records out" value={rate(outPerSecond)} />
        <Figure name="lag" value={snapshot.lag === null ? "unknown" : count(snapshot.lag)} />
        <Figure name="tasks" value={String(snapshot.tasks.length)} />
        <Figure
          name="failed"
          value={count(rows.reduce((sum, { failed }) => sum + failed, 0))}
          bad={rows.some(({ failed }) => failed > 0)}
        />
        <Figure name="in state" value={count(rows.reduce((sum, { entries }) => sum + entries, 0))} />
      </dl>
      <section aria-label="Nodes" className="run-view-nodes">
        <DataGrid<NodeRow>
          label="Nodes"
          rows={rows}
          rowId={({ id }) => id}
          selection="one"
          onSelect={(ids) => selection.select(ids)}
          onOpen={(id) => selection.show(id)}
          columns={[
            { id: "name", title: "node", widthPx: 220, value: ({ name }) => name },
            {
              id: "rate",
              title: "last minute",
              widthPx: 110,
              value: () => "",
              render: ({ spark }) => <Spark points={spark} />,
            },
            { id: "in", title: "in", numeric: true, widthPx: 90, value: ({ inPerSecond }) => rate(inPerSecond) },
            { id: "out", title: "out", numeric: true, widthPx: 90, value: ({ outPerSecond: out }) => rate(out) },
            { id: "total", title: "total out", numeric: true, widthPx: 100, value: ({ totalOut }) => count(totalOut) },
            {
              id: "entries",
              title: "in state",
              numeric: true,
              widthPx: 90,
              value: ({ entries }) => (entries === 0 ? "" : count(entries)),
            },
            {
              id: "failed",
              title: "failed",
              numeric: true,
              widthPx: 80,
              value: ({ failed }) => (failed === 0 ? "" : count(failed)),
            },
            { id: "dropped", title: "not passed on", widthPx: 260, value: ({ dropped }) => dropped },
          ]}
          empty="No nodes."
        />
      </section>
      <section aria-label="Tasks" className="run-view-tasks">
        <DataGrid<RunTask>
          label="Tasks"
          rows={snapshot.tasks}
          rowId={({ id }) => id}
          columns={[
            { id: "id", title: "task", widthPx: 120, value: ({ id }) => id },
            { id: "state", title: "state", widthPx: 110, value: ({ state }) => state },
            {
              id: "lag",
              title: "lag",
              numeric: true,
              widthPx: 90,
              value: ({ lag }) => (lag === null ? "unknown" : count(lag)),
            },
            {
              id: "time",
              title: "stream time",
              widthPx: 220,
              quiet: true,
              value: ({ streamTimeMs }) => (streamTimeMs < 0 ? "" : printInstant(streamTimeMs)),
            },
          ]}
          empty="No tasks are assigned to this process."
        />
      </section>
    </div>
  );
}

function Figure({
  name,
  value,
  bad = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly bad?: boolean;
}) {
  return (
    <div data-bad={bad}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
