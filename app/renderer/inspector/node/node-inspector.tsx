/** One node: what it is, how it is set, what happens when a record fails. */
import { useEffect, useRef } from "react";
import type { AnyOperator } from "../../../../shared/operators/operator.ts";
import { makePointer } from "../../../../shared/pipeline/json-node.ts";
import type { PipelineNode } from "../../../../shared/pipeline/pipeline.ts";
import { useSelection } from "../../stores/session.tsx";
import { Sentence } from "../../ui/sentence.tsx";
import { Icon } from "../../ui/icon.tsx";
import { sentence } from "../fields/frame.tsx";
import { FormProvider } from "../model/form.ts";
import { NodeForm } from "./node-form.tsx";
import { NodeHead } from "./node-head.tsx";
import { OnErrorSection } from "./on-error-section.tsx";
import { useNodeForm } from "./use-form-state.ts";

const MOST_NOTES = 4;

export function NodeInspector({ node, operator }: { readonly node: PipelineNode; readonly operator: AnyOperator }) {
  const { form, findings } = useNodeForm(node, operator);
  const field = useSelection((state) => state.field);
  const body = useRef<HTMLDivElement>(null);
  const base = makePointer("nodes", node.id, "config");
  const wanted =
    field === null || field.node !== node.id
      ? null
      : field.pointer.startsWith(base)
        ? field.pointer.slice(base.length)
        : field.pointer;
  useEffect(() => {
    if (wanted !== null && body.current !== null) showField(body.current, wanted);
  }, [wanted, field]);
  return (
    <FormProvider value={form}>
      <div className="inspector-group">
        <NodeHead node={node} operator={operator} />
      </div>
      {findings.other.length > 0 && (
        <ul className="inspector-group inspector-notes" aria-label="Findings">
          {findings.other.slice(0, MOST_NOTES).map((found) => (
            <li key={`${found.code}${found.message}`} className={`inspector-note inspector-note-${found.severity}`}>
              <Icon
                name={found.severity === "error" ? "circle-alert" : "triangle-alert"}
                size={14}
                label={found.severity}
              />
              <span>
                <Sentence>{sentence(found) ?? ""}</Sentence>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div ref={body} className="inspector-body">
        <NodeForm wanted={wanted} />
        <div className="inspector-group">
          <OnErrorSection node={node} />
        </div>
      </div>
    </FormProvider>
  );
}

/** Brings the field with the pointer, or the nearest one around it, into sight and gives it the focus; "" is the first field. */
function showField(body: HTMLElement, pointer: string): void {
  requestAnimationFrame(() => {
    const places = [...body.querySelectorAll<HTMLElement>("[data-pointer]")];
    const fits = places.filter(
      ({ dataset }) => pointer === "" || pointer === dataset["pointer"] || pointer.startsWith(`${dataset["pointer"]}/`),
    );
    const nearest = fits.toSorted((a, b) => (b.dataset["pointer"]?.length ?? 0) - (a.dataset["pointer"]?.length ?? 0));
    const best = pointer === "" ? fits[0] : nearest[0];
    if (best === undefined) return;
    best.scrollIntoView({ block: "center", behavior: "smooth" });
    // What can be typed in or chosen comes before the buttons around it.
    const control =
      best.querySelector<HTMLElement>(
        "[role=textbox], input:not(.name-input), textarea, select, [role=radio][tabindex='0']",
      ) ?? best.querySelector<HTMLElement>("button");
    control?.focus({ preventScroll: true });
  });
}
