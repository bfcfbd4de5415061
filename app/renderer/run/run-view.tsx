/** A run in figures: where it is, what flows, who works, what is behind. */
import { useMemo } from "react";
import { useStore } from "zustand";
import { runCommand, commandContext, findCommand } from "../commands/registry.ts";
import { isOver, runOf, runsStore, type RunState } from "../stores/runs.ts";
import { useAnalysis, useDocument } from "../stores/session.tsx";
import { workspaceStore } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { NodeTable } from "./node-table.tsx";
import { nodeRows } from "./node-rows.ts";
import { RunFailed } from "./run-failed.tsx";
import { RunFigures } from "./run-figures.tsx";
import { RunHead } from "./run-head.tsx";
import { TaskTable } from "./task-table.tsx";
import "./run-view.css";

export function RunView() {
  const file = useDocument((state) => state.file);
  const run = useStore(runsStore, (state) => runOf(state, file));
  return run === null ? <NotRun /> : <RunOf run={run} />;
}

function NotRun() {
  // Whether it can run depends on the findings and on trust.
  useAnalysis((state) => state.diagnostics);
  useStore(workspaceStore, (state) => state.workspace?.trusted);
  const able = findCommand("run.start")?.enabled(commandContext());
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
            shortcut="Alt+R"
            disabled={able === true ? false : able}
            onClick={() => runCommand("run.start")}
          >
            Run
          </Button>
        }
      >
        A run on this computer brings a broker of its own, in memory: nothing has to be installed. Choose an environment
        above to run on a cluster.
      </EmptyState>
    </div>
  );
}

function RunOf({ run }: { readonly run: RunState }) {
  const pipeline = useDocument((state) => state.head?.root.pipeline);
  const { snapshot } = run;
  const rows = useMemo(() => (pipeline === undefined ? [] : nodeRows(pipeline, run)), [pipeline, run]);
  return (
    <div className="run-view">
      <RunHead snapshot={snapshot} />
      {snapshot.failure !== null && <RunFailed failure={snapshot.failure} />}
      <RunFigures rows={rows} snapshot={snapshot} />
      <section aria-label="Nodes" className="run-view-nodes">
        <NodeTable rows={rows} over={isOver(snapshot)} />
      </section>
      <section aria-label="Tasks" className="run-view-tasks">
        <TaskTable tasks={snapshot.tasks} over={isOver(snapshot)} />
      </section>
    </div>
  );
}
