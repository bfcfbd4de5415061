import "./textarea.css";
import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names.ts";
import { controlProps, type ControlProps } from "./control-props.ts";

type Native = Omit<ComponentPropsWithRef<"textarea">, "value" | "onChange" | keyof ControlProps>;

export interface TextareaProps extends ControlProps, Native {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly mono?: boolean | undefined;
}

/** Grows with its text between `rows` (3 when not given) and 12 lines. */
export function Textarea({ value, onChange, mono, rows = 3, className, ...rest }: TextareaProps) {
  return (
    <textarea
      style={{ minHeight: rows * 20 + 12 }}
      rows={rows}
      spellCheck={mono !== true}
      {...rest}
      {...controlProps(rest)}
      className={classNames("ui-textarea", mono && "ui-textarea-mono", className)}
      {...(rest.autoFocus === true && { "data-autofocus": true })}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
