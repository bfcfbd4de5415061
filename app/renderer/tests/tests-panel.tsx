/** Tests of the pipeline: what they say, run, and what differs. */
import { useMemo } from "react";
import { createPortal } from "react-dom";
import { useStore } from "zustand";
import { runCommand } from "../commands/registry.ts";
import { useDocument, useSession } from "../stores/session.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { useToolsSlot } from "../understanding/use-tools-slot.ts";
import { TestDetail } from "./test-detail.tsx";
import { TestList } from "./test-list.tsx";
import { readTests, runTests, testsOf } from "./tests-store.ts";
import "./tests-panel.css";

export function TestsPanel() {
  const session = useSession();
  const text = useDocument((state) => state.tests);
  const { document, diagnostics } = useMemo(() => readTests(text), [text]);
  const { reports, running, error, selected } = useStore(testsOf(session));
  const slot = useToolsSlot();
  if (document === null)
    return <Unreadable messages={diagnostics.map(({ message, hint }) => `${message} ${hint ?? ""}`)} />;
  const names = [...document.tests.keys()];
  if (names.length === 0) return <NoTests />;
  const shown = selected !== null && document.tests.has(selected) ? selected : (names[0] ?? "");
  const test = document.tests.get(shown);
  const own = names.flatMap((name) => reports.get(name) ?? []);
  const passed = own.filter((report) => report.passed).length;
  const tools = (
    <div className="tests-tools">
      {own.length > 0 && (
        <span className={passed === own.length ? "tests-good" : "tests-bad"} aria-live="polite">
          {passed === own.length ? `${passed} passed` : `${own.length - passed} of ${own.length} failed`}
        </span>
      )}
      <Button
        size="small"
        variant="line"
        icon="play"
        shortcut="Alt+U"
        loading={running.size > 0}
        onClick={() => void runTests(session, null)}
      >
        Run all
      </Button>
    </div>
  );
  return (
    <div className="tests-panel">
      {slot === null ? tools : createPortal(tools, slot)}
      <TestList tests={document.tests} reports={reports} running={running} selected={shown} />
      <div className="tests-panel-detail">
        {error !== null && (
          <Banner tone="bad" title={error.message}>
            {error.hint}
          </Banner>
        )}
        {test !== undefined && (
          <TestDetail name={shown} test={test} report={reports.get(shown) ?? null} running={running.has(shown)} />
        )}
      </div>
    </div>
  );
}

function NoTests() {
  return (
    <EmptyState
      size="small"
      icon="flask-conical"
      title="No tests yet"
      actions={
        <Button variant="primary" icon="eye" onClick={() => runCommand("preview.run")}>
          Preview
        </Button>
      }
    >
      Preview the pipeline and freeze what you see: inputs and results are kept beside it, and `weir test` runs them.
    </EmptyState>
  );
}

function Unreadable({ messages }: { readonly messages: readonly string[] }) {
  return (
    <Banner tone="bad" title="The file of tests cannot be read">
      {messages.slice(0, 5).join(" ")}
    </Banner>
  );
}
