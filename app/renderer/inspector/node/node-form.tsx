/** The settings of a node, in groups: what matters first, what is rarely touched folded away. */
import { useEffect, useState } from "react";
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import { useDocument } from "../../stores/session.tsx";
import { Icon } from "../../ui/icon.tsx";
import { FieldView } from "../fields/field-view.tsx";
import { fieldsOf, type FieldSpec } from "../model/field-spec.ts";
import { useForm, useFormState } from "../model/form.ts";
import { JoinWindow } from "../window/join-window.tsx";
import { JoinMatch } from "./join-match.tsx";
import "./node-form.css";

export interface NodeFormProps {
  /** A field that somebody wants to see, maybe among the folded ones. */
  readonly wanted: string | null;
}

export function NodeForm({ wanted }: NodeFormProps) {
  const { operator } = useForm();
  const specs = fieldsOf(operator.config);
  const basic = specs.filter(({ meta }) => meta.advanced !== true);
  const advanced = specs.filter(({ meta }) => meta.advanced === true);
  return (
    <>
      <Basic specs={basic} />
      {advanced.length > 0 && <Advanced specs={advanced} wanted={wanted} />}
    </>
  );
}

function Basic({ specs }: { readonly specs: readonly FieldSpec[] }) {
  const { node, operator } = useForm();
  const left = useSideName(node, "left");
  const right = useSideName(node, "right");
  const isJoin = operator.group === "joins";
  const groups: { readonly name: string; readonly large: boolean; readonly fields: React.ReactNode[] }[] = [];
  for (const spec of specs) {
    const isMatch = isJoin && spec.name === "on";
    const isWindow = operator.type === "stream-stream-join" && windowFields.has(spec.name);
    if (isWindow && spec.name !== "before") continue;
    const field = isMatch ? (
      <JoinMatch key={spec.name} spec={spec} left={left} right={right} />
    ) : isWindow ? (
      <JoinWindow key="window" left={left} right={right} />
    ) : (
      <FieldView key={spec.name} spec={spec} pointer={makePointer(spec.name)} />
    );
    const large = isMatch || isWindow || sections.has(spec.widget);
    const last = groups.at(-1);
    // Small fields stand together; what has a head of its own stands alone.
    if (last !== undefined && !large && !last.large) last.fields.push(field);
    else groups.push({ name: spec.name, large, fields: [field] });
  }
  return groups.map(({ name, fields }) => (
    <div key={name} className="inspector-group">
      {fields}
    </div>
  ));
}

const windowFields: ReadonlySet<string> = new Set(["before", "after", "grace"]);
const sections: ReadonlySet<FieldSpec["widget"]> = new Set([
  "expression-map",
  "cases",
  "generator-fields",
  "mask-fields",
  "window",
  "object",
]);

/** What a side of a join is called: the node that it comes from. */
function useSideName(node: string, port: string): string {
  return useDocument((state) => {
    const pipeline = state.head?.root.pipeline;
    const edges = [...(pipeline?.edges.values() ?? [])].filter(({ to }) => to.node === node && to.port === port);
    const [only] = edges;
    return (edges.length === 1 && only !== undefined ? pipeline?.nodes.get(only.from.node)?.name : undefined) ?? port;
  });
}

function Advanced({ specs, wanted }: { readonly specs: readonly FieldSpec[]; readonly wanted: string | null }) {
  const findings = useFormState((state) => state.findings);
  const pointers = specs.map(({ name }) => makePointer(name));
  const within = (at: string): boolean => pointers.some((pointer) => at === pointer || at.startsWith(`${pointer}/`));
  const problems = [...findings.keys()].filter(within).length;
  const isWanted = wanted !== null && within(wanted);
  const [open, setOpen] = useState(problems > 0);
  useEffect(() => {
    if (isWanted) setOpen(true);
  }, [isWanted, wanted]);
  const changed = useFormState((state) =>
    typeof state.config === "object" && state.config !== null
      ? specs.filter(({ name }) => Object.hasOwn(state.config as object, name)).length
      : 0,
  );
  return (
    <div className="inspector-group">
      <button type="button" className="node-form-more" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} size={14} />
        <span>More settings</span>
        <span className="node-form-more-note">
          {problems > 0
            ? `${problems} with a problem`
            : changed > 0
              ? `${changed} of ${specs.length} set`
              : `${specs.length}`}
        </span>
      </button>
      {open && (
        <div className="node-form-advanced">
          {specs.map((spec) => (
            <FieldView key={spec.name} spec={spec} pointer={makePointer(spec.name)} />
          ))}
        </div>
      )}
    </div>
  );
}
