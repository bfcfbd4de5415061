import { useStore } from "zustand";
import type { PipelineTest } from "../../../shared/pipeline/test-document.ts";
import type { TestReport } from "../../../shared/protocol/tests.ts";
import { useSession } from "../stores/session.tsx";
import { Icon } from "../ui/icon.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { moveFocus } from "../ui/use-roving.ts";
import { runTests, testsOf } from "./tests-store.ts";

export interface TestListProps {
  readonly tests: ReadonlyMap<string, PipelineTest>;
  readonly reports: ReadonlyMap<string, TestReport>;
  readonly running: ReadonlySet<string>;
  readonly selected: string;
}

/** Arrows choose, Enter runs. */
export function TestList({ tests, reports, running, selected }: TestListProps) {
  const session = useSession();
  const store = testsOf(session);
  useStore(store, (state) => state.selected);
  return (
    <div
      role="listbox"
      aria-label="Tests"
      className="tests-list"
      onKeyDown={(event) => {
        const name = moveFocus(event, "[role=option]", "vertical")?.dataset["name"];
        if (name !== undefined) store.setState({ selected: name });
        else if (event.key === "Enter") void runTests(session, [selected]);
      }}
    >
      {[...tests.keys()].map((name) => (
        <div
          key={name}
          role="option"
          aria-selected={name === selected}
          tabIndex={name === selected ? 0 : -1}
          data-name={name}
          className="tests-list-row"
          onClick={() => store.setState({ selected: name })}
          onDoubleClick={() => void runTests(session, [name])}
        >
          <Sign report={reports.get(name) ?? null} running={running.has(name)} />
          <span className="tests-list-name">{name}</span>
          <span className="tests-list-ms">{timeText(reports.get(name))}</span>
        </div>
      ))}
    </div>
  );
}

function Sign({ report, running }: { readonly report: TestReport | null; readonly running: boolean }) {
  if (running) return <Spinner size={14} label="running" />;
  if (report === null) return <Icon name="circle" size={14} label="not run" className="tests-quiet" />;
  return report.passed ? (
    <Icon name="circle-check" size={14} label="passed" className="tests-good" />
  ) : (
    <Icon name="circle-x" size={14} label="failed" className="tests-bad" />
  );
}

function timeText(report: TestReport | undefined): string {
  if (report === undefined) return "";
  return report.ms < 1 ? "< 1 ms" : `${Math.round(report.ms)} ms`;
}
