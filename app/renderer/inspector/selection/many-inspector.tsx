/** Several things selected: what they are, what they have in common, and what can be done with all of them. */
import type { OnError, Pipeline, PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { commandContext, findCommand, runCommand } from "../../commands/registry.ts";
import { nodeFacts } from "../../operators/node-facts.ts";
import { useAnalysis, useDocument, useSession } from "../../stores/session.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Chip, kindOfGroup } from "../../ui/chip.tsx";
import { toIconName } from "../../ui/icons.ts";
import { Select } from "../../ui/select.tsx";
import { Section } from "../node/section.tsx";
import "./many-inspector.css";

export interface ManyInspectorProps {
  readonly nodes: readonly PipelineNode[];
  readonly edges: number;
  readonly notes: number;
  readonly groups: number;
  readonly pipeline: Pipeline;
}

export function ManyInspector({ nodes, edges, notes, groups }: ManyInspectorProps) {
  const counts = [
    plural(nodes.length, "node"),
    plural(edges, "edge"),
    plural(notes, "note"),
    plural(groups, "group"),
  ].filter((text) => text !== "");
  const kinds = [...Map.groupBy(nodes, (node) => node.type)];
  const problems = useAnalysis((state) => nodes.filter((node) => state.byNode.has(node.id)).length);
  return (
    <>
      <div className="inspector-group">
        <header className="node-head">
          <h2 className="edge-inspector-title">{counts.join(", ")}</h2>
          <p className="node-head-says">{problems === 0 ? "selected" : `selected, ${problems} with findings`}</p>
        </header>
      </div>
      <div className="inspector-group">
        <Arrange />
      </div>
      {kinds.length > 0 && (
        <div className="inspector-group">
          <Section title="Operators" note={kinds.length === 1 ? "all the same" : `${kinds.length} kinds`}>
            <ul className="many-kinds">
              {kinds.map(([type, members]) => (
                <KindRow key={type} type={type} members={members} />
              ))}
            </ul>
          </Section>
        </div>
      )}
      {nodes.length > 0 && (
        <div className="inspector-group">
          <CommonOnError nodes={nodes} />
        </div>
      )}
    </>
  );
}

function plural(count: number, word: string): string {
  return count === 0 ? "" : `${count} ${word}${count === 1 ? "" : "s"}`;
}

const arranging = [
  ["canvas.alignLeft", "Align left"],
  ["canvas.alignCenter", "Align centres"],
  ["canvas.alignRight", "Align right"],
  ["canvas.alignTop", "Align top"],
  ["canvas.alignMiddle", "Align middles"],
  ["canvas.alignBottom", "Align bottom"],
  ["canvas.distributeX", "Distribute across"],
  ["canvas.distributeY", "Distribute down"],
] as const;

function Arrange() {
  const known = arranging.flatMap(([id]) => findCommand(id) ?? []);
  if (known.length === 0) return null;
  return (
    <Section title="Arrange">
      <div className="many-arrange">
        {known.map((command) => {
          const able = command.enabled(commandContext());
          return (
            <IconButton
              key={command.id}
              icon={toIconName(command.icon ?? "align-left")}
              label={command.title}
              disabled={able === true ? undefined : able}
              onClick={() => runCommand(command.id)}
            />
          );
        })}
      </div>
    </Section>
  );
}

function KindRow({ type, members }: { readonly type: string; readonly members: readonly PipelineNode[] }) {
  const session = useSession();
  const [first] = members;
  const operator = first === undefined ? undefined : nodeFacts(first).operator;
  return (
    <li className="many-kind">
      {operator !== undefined && <Chip kind={kindOfGroup(operator.group)} icon={operator.icon} bare />}
      <span className="many-kind-name">{operator?.title ?? type}</span>
      <span className="many-kind-count">{members.length}</span>
      <Button size="small" onClick={() => session.selection.select(members.map(({ id }) => id))}>
        Only these
      </Button>
    </li>
  );
}

const policies = [
  { value: "fail", label: "Stop the pipeline" },
  { value: "skip", label: "Skip it and count" },
  { value: "dead-letter", label: "Send it to dead letters" },
] as const;

/** The one setting that all nodes have. */
function CommonOnError({ nodes }: { readonly nodes: readonly PipelineNode[] }) {
  const session = useSession();
  const readOnly = useDocument((state) => state.readOnly);
  const chosen = new Set(nodes.map((node) => node.onError?.policy ?? "fail"));
  const [only] = chosen;
  const same = chosen.size === 1 ? policies.find(({ value }) => value === only)?.value : undefined;
  const set = (policy: OnError["policy"]): void =>
    session.document.commit({
      label: `Set what happens when a record fails in ${nodes.length} nodes`,
      edits: nodes.map(({ id }) => ({
        edit: "setOnError" as const,
        id,
        onError: policy === "fail" ? null : { policy },
      })),
    });
  return (
    <Section title="When a record fails" note={same === undefined ? "not the same everywhere" : undefined}>
      <Select
        aria-label="When a record fails"
        value={same}
        options={policies}
        placeholder="Different"
        disabled={readOnly}
        onChange={set}
      />
    </Section>
  );
}
