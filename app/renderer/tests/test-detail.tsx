/** One test: what it gives and expects in numbers, what differs, and what can be done with it. */
import { useState } from "react";
import type { PipelineTest } from "../../../shared/pipeline/test-document.ts";
import type { TestReport } from "../../../shared/protocol/tests.ts";
import { runPreview, showBottom } from "../commands/preview.ts";
import type { InputChoice } from "../preview/inputs/input-choice.ts";
import { givenOf } from "../preview/inputs/given-records.ts";
import { nodeFacts } from "../operators/node-facts.ts";
import { useDocument, useSession, type Session } from "../stores/session.tsx";
import { notifyError } from "../stores/workspace.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { MenuButton } from "../ui/menu.tsx";
import { TextField } from "../ui/text-field.tsx";
import { DifferenceView } from "./difference-view.tsx";
import { deleteTest, renameTest, runTests, updateExpectation } from "./tests-store.ts";
import { isoOf } from "../preview/records/show-time.ts";

export interface TestDetailProps {
  readonly name: string;
  readonly test: PipelineTest;
  readonly report: TestReport | null;
  readonly running: boolean;
}

export function TestDetail({ name, test, report, running }: TestDetailProps) {
  const session = useSession();
  const nodes = useDocument((state) => state.head?.root.pipeline.nodes);
  const readOnly = useDocument((state) => state.readOnly);
  const [renaming, setRenaming] = useState(false);
  const nameOf = (id: string): string => nodes?.get(id)?.name ?? id;
  const act = (work: Promise<void>): void => void work.catch(notifyError);
  const reason = readOnly ? "This pipeline can only be read." : false;
  return (
    <article className="test-detail" aria-label={name}>
      <header className="test-detail-head">
        {renaming ? <NameField name={name} onDone={() => setRenaming(false)} /> : <h3>{name}</h3>}
        <Button size="small" icon="play" loading={running} onClick={() => void runTests(session, [name])}>
          Run
        </Button>
        <Button
          size="small"
          icon="bug"
          tooltip="Preview with the records of this test"
          onClick={() => void debug(session, test, name)}
        >
          Debug
        </Button>
        {report !== null && !report.passed && (
          <Button size="small" icon="check" disabled={reason} onClick={() => act(updateExpectation(session, name))}>
            Expect what came
          </Button>
        )}
        <MenuButton
          label="More"
          icon="ellipsis"
          iconOnly
          size="small"
          placement="bottom-end"
          items={[
            { id: "rename", label: "Rename", icon: "pencil", disabled: reason, onSelect: () => setRenaming(true) },
            {
              id: "delete",
              label: "Delete",
              icon: "trash-2",
              danger: true,
              disabled: reason,
              onSelect: () => act(deleteTest(session, name)),
            },
          ]}
        />
      </header>
      <p className="test-detail-facts">{factsOf(test, nameOf)}</p>
      {test.description !== null && <p className="test-detail-facts">{test.description}</p>}
      {report?.passed === true && (
        <p className="tests-good">Passed in {report.ms < 1 ? "less than 1" : Math.round(report.ms)} ms.</p>
      )}
      {report?.differences.map((difference) => (
        <DifferenceView key={difference.node} difference={difference} nodeName={nameOf(difference.node)} />
      ))}
    </article>
  );
}

function NameField({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const session = useSession();
  const taken = useDocument((state) => state.tests);
  const [typed, setTyped] = useState(name);
  const wrong =
    typed.trim() === "" || (typed.trim() !== name && taken?.includes(`${JSON.stringify(typed.trim())}:`) === true);
  const save = (): void => {
    if (wrong) return;
    onDone();
    if (typed.trim() !== name) void renameTest(session, name, typed.trim()).catch(notifyError);
  };
  return (
    <form
      className="test-detail-rename"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField
        size="small"
        aria-label="Name of the test"
        value={typed}
        onChange={setTyped}
        aria-invalid={wrong}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => event.key === "Escape" && onDone()}
      />
      <IconButton
        type="submit"
        size="small"
        icon="check"
        label="Rename"
        disabled={wrong ? "The name is empty or taken." : false}
      />
    </form>
  );
}

function factsOf(test: PipelineTest, nameOf: (id: string) => string): string {
  const records = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "record" : "records"}`;
  const list = (map: ReadonlyMap<string, readonly unknown[]>): string =>
    [...map]
      .map(([id, all]) => `${records(all.length)} ${map === test.given ? "into" : "at"} ${nameOf(id)}`)
      .join(", ");
  const given = test.given.size === 0 ? "Nothing is given" : `Given ${list(test.given)}`;
  const time =
    test.advanceToMs === null ? "" : `; stream time then moves to ${isoOf(test.advanceToMs).replace(".000Z", "Z")}`;
  const expected =
    test.expect.size === 0
      ? "nothing is expected"
      : `expects ${list(test.expect)}${test.unordered ? " in any order" : ""}`;
  return `${given}${time}; ${expected}.`;
}

/** The test's own records become the inputs of the preview, so that every node can be looked at. Sources that it says nothing of read nothing. */
async function debug(session: Session, test: PipelineTest, name: string): Promise<void> {
  const pipeline = session.document.getState().head?.root.pipeline;
  if (pipeline === undefined) return;
  const sources = [...pipeline.nodes.values()].filter((node) => nodeFacts(node).kind === "source");
  const inputs = Object.fromEntries(
    sources.map(({ id }): [string, InputChoice] => {
      const given = test.given.has(id);
      return [
        id,
        given ? { kind: "test", test: name, records: givenOf(test, id) } : { kind: "generated", count: 0, seed: null },
      ];
    }),
  );
  session.preview.change({ inputs, end: test.advanceToMs ?? "leave" });
  showBottom("preview");
  await runPreview(session);
}
