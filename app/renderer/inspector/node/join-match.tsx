/** What must be equal on both sides of a join; the keys where nothing is said. */
import { fieldsOf, type FieldSpec } from "../model/field-spec.ts";
import { recordMeta } from "../model/record-meta.ts";
import { ExpressionRow } from "../expressions/expression-row.tsx";
import { useFindings, useValue } from "../model/form.ts";
import { expressionText, isJsonObject } from "../model/json-value.ts";
import { sentence } from "../fields/frame.tsx";
import { Section } from "./section.tsx";
import "./join-match.css";

export interface JoinMatchProps {
  readonly spec: FieldSpec;
  readonly left: string;
  readonly right: string;
}

export function JoinMatch({ spec, left, right }: JoinMatchProps) {
  const value = useValue("/on");
  const findings = useFindings("/on");
  const sides = fieldsOf(spec.schema).length > 0;
  const part = (name: string): string => (isJsonObject(value) ? expressionText(value[name]) : "");
  const byKey = sides ? part("left") === "" && part("right") === "" : value === undefined;
  return (
    <Section
      title="Match"
      note={byKey ? "by their keys" : "these must be equal"}
      error={sentence(findings[0])}
      pointer="/on"
    >
      <div className="join-match">
        {sides ? (
          <>
            <Side pointer="/on/left" label={left} name="left" />
            <Side pointer="/on/right" label={right} name="right" side="right" />
          </>
        ) : (
          <Side pointer="/on" label={left} name="left" />
        )}
      </div>
    </Section>
  );
}

function Side({
  pointer,
  label,
  name,
  side,
}: {
  readonly pointer: string;
  readonly label: string;
  readonly name: string;
  readonly side?: "right";
}) {
  return (
    <ExpressionRow
      pointer={pointer}
      head={
        <span className="join-match-side" title={label}>
          {label}
        </span>
      }
      label={`Match of ${label}`}
      title={`${name} match`}
      meta={recordMeta}
      placeholder="its key"
      optional
      side={side}
    />
  );
}
