/** Label, control, help and findings of one field of a node. */
import type { ReactNode } from "react";
import type { Diagnostic } from "../../../../shared/diagnostics.ts";
import type { ControlProps } from "../../ui/control-props.ts";
import { Field } from "../../ui/field.tsx";
import type { FieldSpec } from "../model/field-spec.ts";
import { useFindings } from "../model/form.ts";

export interface FieldProps {
  readonly spec: FieldSpec;
  /** Into the configuration. */
  readonly pointer: string;
}

export interface FrameProps extends FieldProps {
  readonly note?: ReactNode;
  /** In place of the setting's description; null leaves it out. */
  readonly help?: ReactNode;
  /** Wrong as it is typed, before it is in the document. */
  readonly wrong?: string | undefined;
  readonly findings?: readonly Diagnostic[] | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

export function Frame({ spec, pointer, note, help, wrong, findings, children }: FrameProps) {
  const own = useFindings(pointer);
  const found = findings ?? own;
  const error = wrong ?? sentence(found.find(({ severity }) => severity === "error"));
  const warning = sentence(found.find(({ severity }) => severity === "warning"));
  return (
    <div className="inspector-field" data-pointer={pointer}>
      <Field
        label={spec.title}
        note={note}
        help={help === null ? undefined : (help ?? spec.meta.description)}
        error={error}
        warning={warning}
        required={!spec.optional || undefined}
        reserve={help !== null}
      >
        {children}
      </Field>
    </div>
  );
}

export function sentence(found: Diagnostic | undefined): string | undefined {
  if (found === undefined) return undefined;
  return found.hint === undefined ? found.message : `${found.message} ${found.hint}`;
}
