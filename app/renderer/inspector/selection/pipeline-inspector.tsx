/** The pipeline itself, shown while nothing is selected. */
import { useState } from "react";
import type { Pipeline, PipelineSettings } from "../../../../shared/pipeline/pipeline.ts";
import { useDocument, useSession } from "../../stores/session.tsx";
import { Field } from "../../ui/field.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { Textarea } from "../../ui/textarea.tsx";
import { parseDuration, printDuration } from "../../../../shared/records/durations.ts";
import { durationWords, readDuration } from "../model/duration-words.ts";
import { NameField } from "../node/node-head.tsx";
import { Section } from "../node/section.tsx";
import { Facts } from "./facts.tsx";
import "./pipeline-inspector.css";

const guarantees = [
  { value: "at-least-once", label: "at least once" },
  { value: "exactly-once", label: "exactly once" },
] as const;
const says = {
  "at-least-once": "After a crash some records may be worked on twice; it waits for nothing.",
  "exactly-once":
    "Every result counts once, also after a crash. The engine cannot do that yet: it runs at least once and says so.",
} as const;

export function PipelineInspector({ pipeline }: { readonly pipeline: Pipeline }) {
  const session = useSession();
  const readOnly = useDocument((state) => state.readOnly);
  const { guarantee } = pipeline.settings;
  return (
    <>
      <div className="inspector-group">
        <header className="node-head">
          <NameField
            label="Name of the pipeline"
            value={pipeline.name}
            readOnly={readOnly}
            onCommit={(name) =>
              session.document.commit({ label: "Rename the pipeline", edits: [{ edit: "renamePipeline", name }] })
            }
          />
          <p className="node-head-says">
            {pipeline.nodes.size} node{pipeline.nodes.size === 1 ? "" : "s"}, {pipeline.edges.size} edge
            {pipeline.edges.size === 1 ? "" : "s"} · <code className="pipeline-id">{pipeline.id}</code>
          </p>
        </header>
      </div>
      <div className="inspector-group">
        <Field label="Description" reserve={false}>
          {(control) => (
            <Textarea
              {...control}
              value={pipeline.description ?? ""}
              readOnly={readOnly}
              placeholder="What it is for, who owns it, what to know before changing it"
              onChange={(description) =>
                session.document.commit({
                  label: "Describe the pipeline",
                  merge: "pipeline/description",
                  edits: [{ edit: "describePipeline", description: description === "" ? null : description }],
                })
              }
            />
          )}
        </Field>
      </div>
      <div className="inspector-group">
        <Section title="Guarantee" help={says[guarantee]}>
          <Segmented
            fill
            aria-label="Guarantee"
            value={guarantee}
            options={guarantees}
            disabled={readOnly}
            onChange={(next) =>
              session.document.commit({
                label: `Set guarantee to ${next}`,
                edits: [{ edit: "setSettings", guarantee: next }],
              })
            }
          />
        </Section>
        <CommitInterval settings={pipeline.settings} readOnly={readOnly} />
      </div>
      <div className="inspector-group">
        <Facts pipeline={pipeline} />
      </div>
    </>
  );
}

const LEAST_MS = 10;
const MOST_MS = 600_000;

/** The document takes only what is valid; until then what is typed stays in the field, marked. */
function CommitInterval({ settings, readOnly }: { readonly settings: PipelineSettings; readonly readOnly: boolean }) {
  const session = useSession();
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? printDuration(settings.commitIntervalMs);
  const ms = parseDuration(readDuration(text) ?? "");
  const fits = ms !== undefined && ms >= LEAST_MS && ms <= MOST_MS;
  return (
    <Field
      label="Commit interval"
      note={fits ? durationWords(ms) : undefined}
      help="How often positions and results are made final."
      error={fits ? undefined : "Write 10ms to 10m."}
    >
      {(control) => (
        <TextField
          {...control}
          value={text}
          readOnly={readOnly}
          onChange={(next) => {
            setDraft(next);
            const nextMs = parseDuration(readDuration(next) ?? "");
            if (nextMs !== undefined && nextMs >= LEAST_MS && nextMs <= MOST_MS)
              session.document.commit({
                label: "Set commit interval",
                merge: "pipeline/commitInterval",
                edits: [{ edit: "setSettings", commitIntervalMs: nextMs }],
              });
          }}
          onBlur={() => fits && setDraft(null)}
        />
      )}
    </Field>
  );
}
