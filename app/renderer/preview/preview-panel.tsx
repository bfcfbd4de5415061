/** Before and after: records of the last preview for what is selected, up to where the scrubber stands. */
import { useCallback, useMemo } from "react";
import { Kbd } from "../ui/kbd.tsx";
import type { Pipeline } from "../../../shared/pipeline/pipeline.ts";
import type { PreviewResult } from "../../../shared/protocol/preview.ts";
import { runPreview, showBottom } from "../commands/preview.ts";
import { useAnalysis, useDocument, usePreview, useSelection, useSession } from "../stores/session.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { litTest } from "./lit-rows.ts";
import { NodesTable } from "./nodes-table.tsx";
import { edgePane, nodePanes, type Pane } from "./panes.ts";
import { rowsInto } from "./preview-step.ts";
import { PreviewTools } from "./preview-tools.tsx";
import { RecordGrid } from "./record-grid.tsx";
import { parseFilter } from "./records/record-filter.ts";
import { Scrubber } from "./scrubber/scrubber.tsx";
import { WindowsPane } from "./windows-pane.tsx";
import "./preview-panel.css";

export function PreviewPanel() {
  const session = useSession();
  const result = usePreview((state) => state.result);
  const of = usePreview((state) => state.of);
  const atMs = usePreview((state) => state.atMs);
  const state = usePreview((preview) => preview.state);
  const error = usePreview((preview) => preview.error);
  const head = useDocument((document) => document.head);
  if (head === null)
    return (
      <EmptyState size="small" icon="file-json" title="Nothing to preview">
        The file is not a pipeline yet. Correct it in the JSON tab.
      </EmptyState>
    );
  return (
    <div className="preview-panel" data-at={atMs}>
      <PreviewTools />
      {state === "failed" && error !== null && (
        <Banner
          tone="bad"
          title={error.message}
          actions={
            error.diagnostics.length > 0 ? (
              <Button size="small" onClick={() => showBottom("problems")}>
                Show the problems
              </Button>
            ) : (
              <Button size="small" onClick={() => void runPreview(session)}>
                Preview again
              </Button>
            )
          }
        >
          {error.hint}
        </Banner>
      )}
      {result !== null && of !== null ? (
        <Shown result={result} pipeline={of} />
      ) : (
        state !== "failed" && (
          <Nothing
            running={state === "running"}
            onRun={() => void runPreview(session)}
            onCancel={() => session.preview.cancel()}
          />
        )
      )}
    </div>
  );
}

interface NothingProps {
  readonly running: boolean;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

function Nothing({ running, onRun, onCancel }: NothingProps) {
  if (running)
    return (
      <div className="preview-panel-wait">
        <Spinner label="Previewing" />
        <p aria-hidden="true">The pipeline runs on a few records</p>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    );
  return (
    <EmptyState
      size="small"
      icon="eye"
      title="See what the pipeline does"
      aside={<Kbd keys="Mod+Enter" />}
      actions={
        <Button variant="primary" icon="eye" onClick={onRun}>
          Preview
        </Button>
      }
    >
      Records are made up for every source and go through the real engine; nothing is read or written outside.
    </EmptyState>
  );
}

function Shown({ result, pipeline }: { readonly result: PreviewResult; readonly pipeline: Pipeline }) {
  const step = usePreview((state) => state.step);
  const types = useAnalysis((state) => state.types);
  const nodes = useSelection((state) => state.nodes);
  const edges = useSelection((state) => state.edges);
  const search = usePreview((state) => state.search);
  const into = useCallback((id: string) => rowsInto(result, pipeline, id), [result, pipeline]);
  const filter = useMemo(() => parseFilter(search), [search]);
  const [onlyNode] = nodes.size === 1 ? nodes : [];
  const [onlyEdge] = nodes.size === 0 && edges.size === 1 ? edges : [];
  const node = onlyNode === undefined ? undefined : pipeline.nodes.get(onlyNode);
  const edge = onlyEdge === undefined ? undefined : pipeline.edges.get(onlyEdge);
  const panes = useMemo((): readonly Pane[] => {
    const source = { result, pipeline, types, step };
    if (node !== undefined) return nodePanes(source, node);
    return edge !== undefined ? [edgePane(source, edge)] : [];
  }, [result, pipeline, types, step, node, edge]);
  const lit = usePreview((state) => state.lit);
  const isLit = useMemo(() => litTest(lit, panes), [lit, panes]);
  const hasWindows = node !== undefined && result.windows.some((window) => window.node === node.id);
  const firstOut = panes.findIndex(({ id }) => id.startsWith("out:"));
  const before = hasWindows && firstOut >= 0 ? panes.slice(0, firstOut) : panes;
  const after = hasWindows && firstOut >= 0 ? panes.slice(firstOut) : [];
  return (
    <>
      {result.steps.length > 0 && (
        <Scrubber
          result={result}
          nameOf={(id) => pipeline.nodes.get(id)?.name ?? id}
          rowsInto={into}
          focus={onlyNode ?? null}
        />
      )}
      <Notes result={result} pipeline={pipeline} node={onlyNode ?? null} />
      <div className="preview-panel-panes">
        {panes.length === 0 ? (
          <div className="preview-panel-table">
            <NodesTable result={result} pipeline={pipeline} step={step} search={search} />
          </div>
        ) : (
          <>
            {before.map((pane) => (
              <RecordGrid key={`${node?.id ?? ""}${pane.id}`} pane={pane} filter={filter} isLit={isLit} />
            ))}
            {hasWindows && <WindowsPane result={result} pipeline={pipeline} node={node.id} step={step} />}
            {after.map((pane) => (
              <RecordGrid key={`${node?.id ?? ""}${pane.id}`} pane={pane} filter={filter} isLit={isLit} />
            ))}
          </>
        )}
      </div>
    </>
  );
}

/** What stands between a person and the records they look for; most of the time nothing. */
function Notes({
  result,
  pipeline,
  node,
}: {
  readonly result: PreviewResult;
  readonly pipeline: Pipeline;
  readonly node: string | null;
}) {
  if (node === null) return null;
  const whole = result.nodes[node];
  const failures = whole?.failures ?? [];
  if (!pipeline.nodes.has(node))
    return <p className="preview-panel-note">Added since the preview. Preview again to see its records.</p>;
  if (whole === undefined)
    return <p className="preview-panel-note">Left out of the preview: it, or what it reads, has errors.</p>;
  if (failures.length === 0) return null;
  return (
    <ul className="preview-panel-failures" aria-label="Failures">
      {failures.map((failure) => (
        <li key={failure}>{failure}</li>
      ))}
    </ul>
  );
}
