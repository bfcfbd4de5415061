/** The panels below the canvas, one at a time. */
import { Suspense, lazy } from "react";
import { useStore } from "zustand";
import { setPreference } from "../stores/preferences.ts";
import { host } from "../host/connect.ts";
import { shellStore, type BottomTab } from "../stores/shell.ts";
import { isOver, runOf, runsStore } from "../stores/runs.ts";
import { useDocument } from "../stores/session.tsx";
import { PreviewPanel } from "../preview/preview-panel.tsx";
import { Problems } from "../problems/problems.tsx";
import { useProblemCounts } from "../problems/use-problem-counts.ts";
import { useTestFigure } from "../tests/use-test-figure.ts";
import { IconButton } from "../ui/button.tsx";
import { TabPanel, Tabs, type Tab } from "../ui/tabs.tsx";
import "./bottom-panel.css";

const JsonView = lazy(async () => ({ default: (await import("../json-view/json-view.tsx")).JsonView }));
const TestsPanel = lazy(async () => ({ default: (await import("../tests/tests-panel.tsx")).TestsPanel }));
const LineagePanel = lazy(async () => ({ default: (await import("../lineage/lineage-panel.tsx")).LineagePanel }));
const LiveRecords = lazy(async () => ({ default: (await import("../run/live-records.tsx")).LiveRecords }));
const LogPanel = lazy(async () => ({ default: (await import("../run/log-panel.tsx")).LogPanel }));
const DeadLetters = lazy(async () => ({ default: (await import("../run/dead-letters.tsx")).DeadLetters }));

export function BottomPanel() {
  const file = useDocument((state) => state.file);
  const snapshot = useStore(runsStore, (state) => runOf(state, file)?.snapshot);
  const running = snapshot !== undefined && !isOver(snapshot);
  const letters = Object.values(snapshot?.nodes ?? {}).reduce((sum, node) => sum + node.deadLettered, 0);
  const chosen = useStore(shellStore, (state) => state.bottom);
  const bottom = chosen === "live" && !running ? "preview" : chosen;
  const { errors, warnings } = useProblemCounts();
  const count = errors + warnings;
  const tests = useTestFigure();
  const tabs: readonly Tab[] = [
    { id: "preview", label: "Preview" },
    ...(running ? [{ id: "live", label: "Live" }] : []),
    { id: "problems", label: "Problems", ...(count > 0 ? { count, tone: errors > 0 ? "bad" : "warn" } : {}) },
    { id: "tests", label: "Tests", ...tests },
    { id: "json", label: "JSON" },
    { id: "lineage", label: "Lineage" },
    { id: "logs", label: "Logs" },
    { id: "dead-letters", label: "Dead letters", ...(letters > 0 ? { count: letters, tone: "bad" } : {}) },
  ];
  return (
    <section className="bottom-panel" aria-label="Panels">
      <Tabs
        label="Panels"
        size="small"
        tabs={tabs}
        selected={bottom}
        panelId="bottom"
        onSelect={(id) => shellStore.setState({ bottom: tabs.find((tab) => tab.id === id)?.id as BottomTab })}
        end={
          <>
            <span className="bottom-panel-grow" id="bottom-panel-tools" />
            <IconButton
              icon="chevron-down"
              size="small"
              label="Close the panel"
              shortcut="Mod+J"
              onClick={() => setPreference(host, "bottomOpen", false)}
            />
          </>
        }
      />
      <TabPanel id="bottom" tab={bottom} className="bottom-panel-body">
        <Suspense fallback={null}>{panels[bottom]()}</Suspense>
      </TabPanel>
    </section>
  );
}

const panels: Readonly<Record<BottomTab, () => React.ReactNode>> = {
  preview: () => <PreviewPanel />,
  live: () => <LiveRecords />,
  problems: () => <Problems />,
  tests: () => <TestsPanel />,
  json: () => <JsonView />,
  lineage: () => <LineagePanel />,
  logs: () => <LogPanel />,
  "dead-letters": () => <DeadLetters />,
};
