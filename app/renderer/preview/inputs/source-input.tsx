/** What one source reads: generated, pasted, of a test, or captured from a topic. */
import { useMemo, useState } from "react";
import { parseTestDocument } from "../../../../shared/pipeline/test-document.ts";
import type { PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { useAnalysis, useDocument, usePreview, useSession } from "../../stores/session.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { Textarea } from "../../ui/textarea.tsx";
import { CaptureForm } from "./capture-form.tsx";
import { givenOf } from "./given-records.ts";
import type { InputChoice } from "./input-choice.ts";
import { parsePasted } from "./parse-pasted.ts";

export interface SourceInputProps {
  readonly node: PipelineNode;
  readonly trusted: boolean;
  readonly onBack: () => void;
}

type Kind = InputChoice["kind"];

export function SourceInput({ node, trusted, onBack }: SourceInputProps) {
  const { preview } = useSession();
  const choice = usePreview((state) => state.inputs[node.id]);
  const count = usePreview((state) => state.count);
  const [kind, setKind] = useState<Kind>(choice?.kind ?? "generated");
  const use = (next: InputChoice | null): void => preview.setInput(node.id, next);
  return (
    <div className="inputs">
      <header className="inputs-head">
        <IconButton size="small" icon="arrow-left" label="All sources" onClick={onBack} />
        <h3>{node.name}</h3>
        {choice !== undefined && (
          <Button
            size="small"
            onClick={() => {
              use(null);
              setKind("generated");
            }}
          >
            Back to made-up records
          </Button>
        )}
      </header>
      <div className="inputs-body">
        <Segmented<Kind>
          fill
          size="small"
          aria-label="Where the records come from"
          value={kind}
          options={[
            { value: "generated", label: "Generated" },
            { value: "pasted", label: "Pasted" },
            { value: "test", label: "From a test" },
            { value: "captured", label: "From a topic" },
          ]}
          onChange={setKind}
        />
        {kind === "generated" && (
          <Generated
            choice={choice?.kind === "generated" ? choice : { kind: "generated", count, seed: null }}
            onUse={use}
          />
        )}
        {kind === "pasted" && <PastedForm node={node} choice={choice?.kind === "pasted" ? choice : null} onUse={use} />}
        {kind === "test" && <FromTest node={node} choice={choice?.kind === "test" ? choice : null} onUse={use} />}
        {kind === "captured" && (
          <CaptureForm node={node} trusted={trusted} choice={choice?.kind === "captured" ? choice : null} onUse={use} />
        )}
      </div>
    </div>
  );
}

interface FormProps<K extends Kind> {
  readonly node: PipelineNode;
  readonly choice: Extract<InputChoice, { kind: K }> | null;
  readonly onUse: (choice: InputChoice) => void;
}

function Generated({
  choice,
  onUse,
}: {
  readonly choice: Extract<InputChoice, { kind: "generated" }>;
  readonly onUse: (choice: InputChoice) => void;
}) {
  return (
    <>
      <div className="inputs-row">
        <label htmlFor="inputs-own-count">Records</label>
        <NumberField
          id="inputs-own-count"
          size="small"
          integer
          min={0}
          max={20_000}
          step={100}
          value={choice.count}
          onChange={(value) => value !== null && onUse({ ...choice, count: value })}
        />
      </div>
      <div className="inputs-row">
        <label htmlFor="inputs-seed">Seed</label>
        <NumberField
          id="inputs-seed"
          size="small"
          integer
          nullable
          placeholder="its own"
          value={choice.seed}
          onChange={(seed) => onUse({ ...choice, seed })}
        />
      </div>
      <p className="inputs-note">
        The same seed gives the same records. Another seed shows whether the result depends on them.
      </p>
    </>
  );
}

function PastedForm({ node, choice, onUse }: FormProps<"pasted">) {
  const [text, setText] = useState(choice?.text ?? "");
  const [startMs] = useState(() => Math.floor(Date.now() / 60_000) * 60_000);
  const type = useAnalysis((state) => state.types.get(node.id)?.outputs.get("out") ?? null);
  const pasted = useMemo(() => parsePasted(text, type, startMs), [text, type, startMs]);
  const good = pasted.records.length;
  return (
    <>
      <Textarea
        mono
        rows={7}
        aria-label="Records"
        value={text}
        onChange={setText}
        placeholder={
          'One JSON value a line, a JSON array, or CSV with a header.\n{"id": "o-1", "total": 12.50}\n{"timestamp": "2026-05-01T10:14:02Z", "key": "o-1", "value": {"id": "o-1"}}'
        }
      />
      <ul className="inputs-problems" aria-live="polite">
        {pasted.problems.slice(0, 5).map(({ line, message }) => (
          <li key={`${line}${message}`}>
            <b>Line {line}</b> {message}
          </li>
        ))}
      </ul>
      <div className="inputs-row">
        <span className="inputs-note">
          {text.trim() === ""
            ? "Nothing is pasted yet."
            : `${good.toLocaleString("en")} ${good === 1 ? "record" : "records"} as ${pasted.form}`}
        </span>
        <Button
          variant="line"
          size="small"
          disabled={
            good === 0
              ? "Paste at least one record."
              : pasted.problems.length > 0
                ? "Correct the lines above first."
                : false
          }
          onClick={() => onUse({ kind: "pasted", text, records: [...pasted.records] })}
        >
          Use these records
        </Button>
      </div>
      {choice !== null && (
        <p className="inputs-used">{choice.records.length.toLocaleString("en")} pasted records are used.</p>
      )}
    </>
  );
}

function FromTest({ node, choice, onUse }: FormProps<"test">) {
  const text = useDocument((state) => state.tests);
  const tests = useMemo(() => (text === null ? null : parseTestDocument(text).document), [text]);
  const names = [...(tests?.tests ?? [])].flatMap(([name, test]) =>
    (test.given.get(node.id)?.length ?? 0) > 0 ? [name] : [],
  );
  if (tests === null || names.length === 0)
    return (
      <p className="inputs-note">
        No test of this pipeline gives records to {node.name}. Freeze a preview to make one.
      </p>
    );
  return (
    <div className="inputs-row">
      <label htmlFor="inputs-test">Records given in</label>
      <Select
        id="inputs-test"
        size="small"
        value={choice?.test}
        placeholder="Choose a test"
        options={names.map((name) => ({ value: name, label: name }))}
        onChange={(name) => {
          const test = tests.tests.get(name);
          if (test !== undefined) onUse({ kind: "test", test: name, records: givenOf(test, node.id) });
        }}
      />
    </div>
  );
}
