/** Help of one operator, made of its definition: what it does, its settings, ports, examples, and what becomes of failures. */
import type { AnyOperator, InputPort, OutputPort } from "../../../shared/operators/operator.ts";
import { parseConfig } from "../../../shared/operators/parse-config.ts";
import { fieldsOf, choicesOf, variantsOf, type FieldSpec } from "../inspector/model/field-spec.ts";
import { Chip, kindOfGroup } from "../ui/chip.tsx";
import { ExampleTables } from "./example-tables.tsx";
import { openHelp } from "./help-store.ts";

const keying: Readonly<Record<AnyOperator["keying"], string>> = {
  preserves: "Keys stay as they are.",
  changes: "It gives records another key; what needs equal keys together later moves them between partitions.",
  requires: "It needs all records of one key in one partition, and moves them there where that is not so.",
  none: "",
};

export function OperatorPage({ operator }: { readonly operator: AnyOperator }) {
  const ports = portsOf(operator);
  return (
    <article className="help-page">
      <h2 className="help-title">
        <Chip kind={kindOfGroup(operator.group)} icon={operator.icon} /> {operator.title}
      </h2>
      <p className="help-lead">{operator.summary}</p>
      {keying[operator.keying] !== "" && <p>{keying[operator.keying]}</p>}
      <section aria-label="Settings">
        <h3>Settings</h3>
        <table className="help-table">
          <thead>
            <tr>
              <th>Setting</th>
              <th>What it says</th>
            </tr>
          </thead>
          <tbody>{fieldsOf(operator.config).flatMap((field) => rows(field, 0))}</tbody>
        </table>
      </section>
      {ports.length > 0 && (
        <section aria-label="Ports">
          <h3>Ports</h3>
          <table className="help-table">
            <tbody>
              {ports.map(({ way, port }) => (
                <tr key={`${way}-${port.name}`}>
                  <td>
                    <code>{port.name}</code>
                  </td>
                  <td>
                    {way === "in" ? "Takes" : "Gives"} a {port.kind === "any" ? "stream or a table" : port.kind}
                    {"many" in port && port.many ? "; several can be connected" : ""}
                    {"required" in port && !port.required ? "; may be left open" : ""}
                    {"optional" in port && port.optional ? "; may be left open" : ""}.
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section aria-label="Examples">
        <h3>Examples</h3>
        {operator.examples.map((example) => (
          <ExampleTables key={example.title} operator={operator} example={example} />
        ))}
      </section>
      <section aria-label="When a record fails">
        <h3>When a record fails</h3>
        <p>
          An expression may fail for a record, such as a division by zero, or a value that is not of the declared type.
          Then the pipeline stops, unless the node says otherwise: skip the record and count it, send it to a topic of
          dead letters with the reason, or try again before one of these.
        </p>
      </section>
      <button type="button" className="help-link" onClick={() => openHelp({ kind: "functions" })}>
        All functions of expressions
      </button>
    </article>
  );
}

function rows(field: FieldSpec, depth: number): React.ReactNode[] {
  const { variants } = variantsOf(field.schema);
  const choices = choicesOf(field.schema);
  const inner =
    variants.length > 0 ? uniqueFields(variants.flatMap((variant) => variant.fields)) : fieldsOf(field.schema);
  const usual = field.defaultValue === undefined ? undefined : JSON.stringify(field.defaultValue);
  const own = (
    <tr key={`${depth}-${field.name}`}>
      <td style={{ paddingLeft: depth * 14 }}>
        {field.title}
        <code className="help-name">{field.name}</code>
      </td>
      <td>
        {field.meta.description}{" "}
        <span className="help-quiet">
          {choices.length > 0 && `One of ${choices.join(", ")}. `}
          {variants.length > 0 && `Forms: ${variants.map(({ kind }) => kind).join(", ")}. `}
          {usual !== undefined ? `Usually ${usual}.` : field.optional ? "May be left out." : "Must be given."}
        </span>
      </td>
    </tr>
  );
  return [own, ...(depth < 2 ? inner.flatMap((part) => rows(part, depth + 1)) : [])];
}

function uniqueFields(fields: readonly FieldSpec[]): FieldSpec[] {
  return fields.filter(({ name }, i) => fields.findIndex((other) => other.name === name) === i);
}

function portsOf(operator: AnyOperator): { readonly way: "in" | "out"; readonly port: InputPort | OutputPort }[] {
  const found = new Map<string, { readonly way: "in" | "out"; readonly port: InputPort | OutputPort }>();
  for (const example of operator.examples) {
    const { config } = parseConfig(operator, {
      id: "",
      type: operator.type,
      name: "",
      config: example.config,
      onError: null,
    });
    if (config === undefined) continue;
    const { inputs, outputs } = operator.ports(config);
    for (const port of inputs) found.set(`in ${port.name}`, { way: "in", port });
    for (const port of outputs) found.set(`out ${port.name}`, { way: "out", port });
  }
  return [...found.values()];
}
