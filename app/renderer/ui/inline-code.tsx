import "./inline-code.css";
import { useState } from "react";
import { Icon } from "./icon.tsx";

export interface InlineCodeProps {
  readonly children: string;
  /** A click copies it. */
  readonly copyable?: boolean | undefined;
}

/** A name, value or expression in a sentence. */
export function InlineCode({ children, copyable }: InlineCodeProps) {
  const [copied, setCopied] = useState(false);
  if (copyable !== true) return <code className="ui-inline-code">{children}</code>;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(children);
    setCopied(true);
  };
  return (
    <button
      type="button"
      className="ui-inline-code ui-inline-code-copy"
      aria-label={`Copy ${children}`}
      onClick={() => void copy()}
      onBlur={() => setCopied(false)}
      onPointerLeave={() => setCopied(false)}
    >
      <code>{children}</code>
      <Icon name={copied ? "check" : "copy"} size={11} />
      <span className="visually-hidden" role="status">
        {copied ? "Copied" : ""}
      </span>
    </button>
  );
}
