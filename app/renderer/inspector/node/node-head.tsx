/** What a node is: its icon, its name, which can be changed here, and what kind of thing it is. */
import { useState } from "react";
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import type { PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { openHelp } from "../../help/help-store.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { useDocument, useSession } from "../../stores/session.tsx";
import { IconButton } from "../../ui/button.tsx";
import { Chip, kindOfGroup } from "../../ui/chip.tsx";
import { headLine } from "./head-line.ts";
import "./node-head.css";

export function NodeHead({ node, operator }: { readonly node: PipelineNode; readonly operator: AnyOperator }) {
  const session = useSession();
  const readOnly = useDocument((state) => state.readOnly);
  const rename = (name: string): void =>
    session.document.commit({
      label: `Rename ${node.name} to ${name}`.slice(0, 200),
      edits: [{ edit: "renameNode", id: node.id, name }],
    });
  return (
    <header className="node-head">
      <div className="node-head-line">
        <Chip kind={kindOfGroup(operator.group)} icon={operator.icon} />
        <NameField label="Name of the node" value={node.name} readOnly={readOnly} onCommit={rename} />
        <IconButton
          icon="circle-question-mark"
          size="small"
          label={`Help on ${operator.title}`}
          onClick={() => openHelp({ kind: "operator", type: operator.type })}
        />
      </div>
      <p className="node-head-says">
        {operator.title} · {headLine(node, operator, nodeFacts(node).line)}
      </p>
    </header>
  );
}

export interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  readonly readOnly: boolean;
  readonly onCommit: (name: string) => void;
}

/** A heading that can be typed over. Enter keeps it, Escape brings back what was there. */
export function NameField({ label, value, readOnly, onCommit }: NameFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    const name = draft?.trim() ?? "";
    setDraft(null);
    if (name !== "" && name !== value) onCommit(name);
  };
  return (
    <input
      className="node-head-name"
      aria-label={label}
      value={draft ?? value}
      readOnly={readOnly}
      maxLength={200}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        else if (event.key === "Escape") {
          setDraft(null);
          event.stopPropagation();
        }
      }}
    />
  );
}
