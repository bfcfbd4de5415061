/** What happens to a record that fails, in a person's words. */
import { topicText } from "../../../../shared/pipeline/document-schema.ts";
import type { OnError, PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { parseDuration } from "../../../../shared/records/durations.ts";
import { useDocument, useSession } from "../../stores/session.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { durationWords, readDuration } from "../model/duration-words.ts";
import { useAnalysis } from "../../stores/session.tsx";
import { sentence } from "../fields/frame.tsx";
import { Section } from "./section.tsx";
import { useState } from "react";
import "./on-error-section.css";

type Policy = OnError["policy"];
type Then = NonNullable<OnError["then"]>;

const policies: readonly { readonly value: Policy; readonly label: string }[] = [
  { value: "fail", label: "Stop the pipeline" },
  { value: "skip", label: "Skip it and count" },
  { value: "dead-letter", label: "Send it to dead letters" },
  { value: "retry", label: "Try again" },
];
const afterwards: readonly { readonly value: Then; readonly label: string }[] = [
  { value: "fail", label: "stop the pipeline" },
  { value: "skip", label: "skip it and count" },
  { value: "dead-letter", label: "send it to dead letters" },
];
const says: Readonly<Record<Policy, string>> = {
  fail: "Nothing is lost, and nothing goes on until it is mended.",
  skip: "The record ends here; how many did is shown while it runs.",
  "dead-letter": "The record is kept with the reason, and can be sent again.",
  retry: "For what may be over in a moment, such as a store that is busy.",
};

// oxlint-disable-next-line unicorn/no-thenable -- a word of the document, never a function
const startingRetry: OnError = { policy: "retry", attempts: 3, backoff: "1s", then: "dead-letter" };

export function OnErrorSection({ node }: { readonly node: PipelineNode }) {
  const session = useSession();
  const readOnly = useDocument((state) => state.readOnly);
  const pipeline = useDocument((state) => state.head?.root.pipeline.id) ?? "";
  const findings = useAnalysis((state) => state.byNode.get(node.id));
  const onError = node.onError;
  const policy = onError?.policy ?? "fail";
  const set = (next: OnError | null, merge?: string): void =>
    session.document.commit({
      label: `Set what happens when a record fails in ${node.name}`.slice(0, 200),
      ...(merge === undefined ? {} : { merge: `${node.id}/onError/${merge}` }),
      edits: [{ edit: "setOnError", id: node.id, onError: next }],
    });
  const put = (part: Partial<OnError>, merge: string, without?: "topic"): void => {
    const { topic: before, ...rest } = onError ?? { policy };
    const kept = before === undefined || without === "topic" ? rest : { ...rest, topic: before };
    set({ ...kept, ...part }, merge);
  };
  const topic = policy === "dead-letter" || (policy === "retry" && onError?.then === "dead-letter");
  const wrong = findings?.find(({ pointer }) => pointer?.includes("/onError") === true);
  return (
    <Section title="When a record fails" help={says[policy]} error={sentence(wrong)}>
      <div className="on-error">
        <Select
          aria-label="When a record fails"
          value={policy}
          options={policies}
          disabled={readOnly}
          onChange={(next) => set(next === "fail" ? null : next === "retry" ? startingRetry : { policy: next })}
        />
        {policy === "retry" && <Retry key={node.id} onError={onError} put={put} readOnly={readOnly} />}
        {topic && (
          <DeadLetterTopic
            key={node.id}
            onError={onError}
            put={put}
            readOnly={readOnly}
            usual={`${pipeline}-dead-letters`}
          />
        )}
      </div>
    </Section>
  );
}

const MOST_ATTEMPTS = 1000;

interface RetryProps {
  readonly onError: OnError | null;
  readonly put: (part: Partial<OnError>, merge: string, without?: "topic") => void;
  readonly readOnly: boolean;
}

/** The document takes only what is valid here; until then what is typed stays in the field. */
function Retry({ onError, put, readOnly }: RetryProps) {
  const [attempts, setAttempts] = useState<string | null>(null);
  const [backoff, setBackoff] = useState<string | null>(null);
  const count = Number(attempts);
  const attemptsWrong = attempts !== null && !(Number.isInteger(count) && count >= 1 && count <= MOST_ATTEMPTS);
  const backoffMs = parseDuration(readDuration(backoff ?? onError?.backoff ?? "") ?? "");
  const backoffWrong = backoff !== null && backoff !== "" && backoffMs === undefined;
  return (
    <>
      <div className="on-error-pair">
        <Field label="Attempts" reserve={false} error={attemptsWrong ? `1 to ${MOST_ATTEMPTS}` : undefined}>
          {(control) => (
            <TextField
              {...control}
              inputMode="numeric"
              readOnly={readOnly}
              value={attempts ?? String(onError?.attempts ?? "")}
              placeholder="3"
              onChange={(text) => {
                setAttempts(text);
                const next = Number(text);
                if (Number.isInteger(next) && next >= 1 && next <= MOST_ATTEMPTS) put({ attempts: next }, "attempts");
              }}
              onBlur={() => !attemptsWrong && setAttempts(null)}
            />
          )}
        </Field>
        <Field
          label="Wait between"
          reserve={false}
          note={backoffMs === undefined ? undefined : durationWords(backoffMs)}
          error={backoffWrong ? "Write it like 500ms or 10s" : undefined}
        >
          {(control) => (
            <TextField
              {...control}
              readOnly={readOnly}
              value={backoff ?? onError?.backoff ?? ""}
              placeholder="1s"
              onChange={(text) => {
                setBackoff(text);
                const next = readDuration(text);
                if (next !== undefined) put({ backoff: next }, "backoff");
              }}
              onBlur={() => !backoffWrong && setBackoff(null)}
            />
          )}
        </Field>
      </div>
      <Field label="If it still fails" reserve={false}>
        {(control) => (
          <Select
            {...control}
            value={onError?.then ?? "fail"}
            options={afterwards}
            disabled={readOnly}
            // oxlint-disable-next-line unicorn/no-thenable -- a word of the document, never a function
            onChange={(next) => put({ then: next }, "then")}
          />
        )}
      </Field>
    </>
  );
}

function DeadLetterTopic({ onError, put, readOnly, usual }: RetryProps & { readonly usual: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const wrong = draft !== null && draft !== "" && !topicText.safeParse(draft).success;
  return (
    <Field
      label="Dead letters go to"
      reserve={false}
      error={wrong ? "Write 1 to 249 letters, digits, ., _ or -." : undefined}
    >
      {(control) => (
        <TextField
          {...control}
          mono
          readOnly={readOnly}
          value={draft ?? onError?.topic ?? ""}
          placeholder={usual}
          onChange={(text) => {
            setDraft(text);
            if (text === "") put({}, "topic", "topic");
            else if (topicText.safeParse(text).success) put({ topic: text }, "topic");
          }}
          onBlur={() => !wrong && setDraft(null)}
        />
      )}
    </Field>
  );
}
