/** Every finding about the document; a press leads to the node and the field, and what one replacement settles is settled here. */
import { useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { useAnalysis, useDocument, useSession } from "../stores/session.tsx";
import { notifyError } from "../stores/workspace.ts";
import { Button } from "../ui/button.tsx";
import { Count } from "../ui/count.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Icon } from "../ui/icon.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { moveFocus } from "../ui/use-roving.ts";
import { useToolsSlot } from "../understanding/use-tools-slot.ts";
import { listProblems, type Problem, type ProblemGroup } from "./problem-list.ts";
import "./problems.css";

/** More in one list help nobody; the search finds the others. */
const SHOWN = 300;

export function Problems() {
  const diagnostics = useAnalysis((state) => state.diagnostics);
  const pending = useAnalysis((state) => state.pending);
  const reading = useDocument((state) => state.reading);
  const pipeline = useDocument((state) => state.head?.root.pipeline ?? null);
  const [search, setSearch] = useState("");
  const slot = useToolsSlot();
  const all = useMemo(() => [...reading, ...diagnostics], [reading, diagnostics]);
  const groups = useMemo(() => listProblems(pipeline, all, search), [pipeline, all, search]);
  const searchField = all.length > 0 && (
    <div className="problems-search">
      <SearchField size="small" value={search} onChange={setSearch} placeholder="Search problems" />
    </div>
  );
  return (
    <>
      {slot === null ? searchField : createPortal(searchField, slot)}
      {groups.length === 0 ? (
        <Nothing searched={search !== "" && all.length > 0} pending={pending} />
      ) : (
        <div
          className="problems"
          aria-busy={pending}
          onKeyDown={(event) => moveFocus(event, ".problems-row", "vertical")}
        >
          {groups.map((group) => (
            <Group key={group.severity} group={group} />
          ))}
        </div>
      )}
    </>
  );
}

function Nothing({ searched, pending }: { readonly searched: boolean; readonly pending: boolean }) {
  if (searched)
    return (
      <EmptyState size="small" icon="search" title="No problem matches">
        Search for words of a message, a code, or the name of a node.
      </EmptyState>
    );
  return (
    <EmptyState size="small" icon="circle-check" title={pending ? "Checking" : "No problems"}>
      Every expression has a type, and the pipeline can run as it is drawn.
    </EmptyState>
  );
}

const signs = { error: "circle-alert", warning: "triangle-alert", info: "info" } as const;
const tones = { error: "bad", warning: "warn", info: "neutral" } as const;

function Group({ group: { severity, title, problems } }: { readonly group: ProblemGroup }) {
  return (
    <section className="problems-group" aria-label={title}>
      <h3>
        {title} <Count value={problems.length} tone={tones[severity]} />
      </h3>
      <ul>
        {problems.slice(0, SHOWN).map((problem) => (
          <Row key={problem.id} problem={problem} />
        ))}
      </ul>
      {problems.length > SHOWN && (
        <p className="problems-more">And {problems.length - SHOWN} more. The search finds them.</p>
      )}
    </section>
  );
}

function Row({ problem: { diagnostic, node, place, fix } }: { readonly problem: Problem }) {
  const { document, selection } = useSession();
  const readOnly = useDocument((state) => state.readOnly);
  const { severity, message, hint, code, pointer } = diagnostic;
  const edge = /^\/edges\/([^/]+)/.exec(pointer ?? "")?.[1];
  const show = (): void => {
    if (edge !== undefined) {
      selection.select([], [edge]);
      if (node !== null) selection.reveal([node.id]);
    } else if (node !== null) selection.show(node.id, pointer);
  };
  const settle = (): void => {
    if (fix === null) return;
    try {
      document.commit(fix.change);
      // Only looked at: with the focus in the field, undo would be the editor's and not the document's.
      if (node !== null) {
        selection.select([node.id]);
        selection.reveal([node.id]);
      }
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <li className="problems-item">
      <button type="button" className="problems-row" data-severity={severity} onClick={show}>
        <Icon name={signs[severity]} size={14} label={severity} />
        <span className="problems-text">
          <span className="problems-message">
            <Sentence>{message}</Sentence>
          </span>{" "}
          {hint !== undefined && (
            <span className="problems-hint">
              <Sentence>{hint}</Sentence>
            </span>
          )}
        </span>
        <span className="problems-place">
          {node?.name ?? "document"}
          {place !== "" && ` · ${place}`}
        </span>
        <code className="problems-code">{code}</code>
      </button>
      {fix !== null && (
        <Button
          size="small"
          icon="wand-sparkles"
          disabled={readOnly ? "This pipeline can only be read." : false}
          onClick={settle}
        >
          {fix.title}
        </Button>
      )}
    </li>
  );
}
