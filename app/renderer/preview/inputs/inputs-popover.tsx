/** What every source of the preview reads, how many records are made up, and what happens at the end. */
import { useState } from "react";
import { useStore } from "zustand";
import { runPreview } from "../../commands/preview.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { useDocument, usePreview, useSession } from "../../stores/session.tsx";
import { workspaceStore } from "../../stores/workspace.ts";
import { Button } from "../../ui/button.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { choiceText } from "./input-choice.ts";
import { SourceInput } from "./source-input.tsx";
import { isKept } from "./remembered.ts";
import "./inputs.css";

export function InputsPopover({ onDone }: { readonly onDone: () => void }) {
  const session = useSession();
  const { preview } = session;
  const { inputs, count, end } = usePreview((state) => state);
  const nodes = useDocument((state) => state.head?.root.pipeline.nodes);
  const trusted = useStore(workspaceStore, ({ workspace }) => workspace?.trusted ?? true);
  const [open, setOpen] = useState<string | null>(null);
  const sources = [...(nodes?.values() ?? [])].filter((node) => nodeFacts(node).kind === "source");
  const shown = open === null ? undefined : sources.find(({ id }) => id === open);
  if (shown !== undefined) return <SourceInput node={shown} trusted={trusted} onBack={() => setOpen(null)} />;
  return (
    <div className="inputs">
      <header className="inputs-head">
        <h3>Inputs of the preview</h3>
      </header>
      <ul className="inputs-list">
        {sources.map((node) => {
          const choice = inputs[node.id];
          return (
            <li key={node.id}>
              <button type="button" className="inputs-source" onClick={() => setOpen(node.id)}>
                <b>{node.name}</b>
                <span>
                  {choice === undefined ? `${count.toLocaleString("en")} records, made up` : choiceText(choice)}
                </span>
                {choice !== undefined && !isKept(choice) && <em>too large to be remembered</em>}
              </button>
            </li>
          );
        })}
        {sources.length === 0 && <li className="inputs-note">The pipeline has no source yet.</li>}
      </ul>
      <div className="inputs-row">
        <label htmlFor="inputs-count">Records for each source</label>
        <NumberField
          id="inputs-count"
          size="small"
          integer
          min={0}
          max={20_000}
          step={100}
          value={count}
          onChange={(value) => value !== null && preview.change({ count: value })}
        />
      </div>
      <div className="inputs-row">
        <span id="inputs-end">At the end</span>
        <Segmented
          size="small"
          aria-labelledby="inputs-end"
          value={end === "leave" ? "leave" : "close"}
          options={[
            { value: "close", label: "close windows" },
            { value: "leave", label: "leave them open" },
          ]}
          onChange={(value) => preview.change({ end: value })}
        />
      </div>
      <footer className="inputs-foot">
        <Button
          variant="primary"
          icon="eye"
          shortcut="Mod+Enter"
          onClick={() => {
            onDone();
            void runPreview(session);
          }}
        >
          Preview
        </Button>
      </footer>
    </div>
  );
}
