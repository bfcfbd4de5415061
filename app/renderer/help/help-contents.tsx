/** All there is: operators by group, and the language. */
import { catalogue } from "../../../shared/operators/catalogue.ts";
import type { AnyOperator, Group } from "../../../shared/operators/operator.ts";
import { Chip, kindOfGroup } from "../ui/chip.tsx";
import { openHelp } from "./help-store.ts";

const groups: readonly (readonly [Group, string])[] = [
  ["sources", "Sources"],
  ["transforms", "Shape"],
  ["joins", "Joins"],
  ["windows", "Windows"],
  ["sinks", "Sinks"],
];

export function HelpContents() {
  return (
    <article className="help-page">
      <h2>Help</h2>
      <section>
        <h3>Expressions</h3>
        <button type="button" className="help-link" onClick={() => openHelp({ kind: "language" })}>
          The language
        </button>
        <button type="button" className="help-link" onClick={() => openHelp({ kind: "functions" })}>
          All functions
        </button>
      </section>
      {groups.map(([group, title]) => (
        <section key={group}>
          <h3>{title}</h3>
          {[...catalogue.values()]
            .filter((operator) => operator.group === group)
            .map((operator) => (
              <OperatorLink key={operator.type} operator={operator} />
            ))}
        </section>
      ))}
    </article>
  );
}

function OperatorLink({ operator }: { readonly operator: AnyOperator }) {
  return (
    <button type="button" className="help-operator" onClick={() => openHelp({ kind: "operator", type: operator.type })}>
      <Chip kind={kindOfGroup(operator.group)} icon={operator.icon} bare />
      <span>{operator.title}</span>
      <span className="help-result-text">{operator.summary}</span>
    </button>
  );
}
