/** An example of an operator: how it is set, what goes in and what comes out, as tables. They are run as tests. */
import type { AnyOperator, ExampleRecord, OperatorExample } from "../../../shared/operators/operator.ts";
import type { Json } from "../../../shared/pipeline/pipeline.ts";
import { printInstant } from "../../../shared/records/instants.ts";
import { isJsonObject } from "../inspector/model/json-value.ts";

export function ExampleTables({
  operator,
  example,
}: {
  readonly operator: AnyOperator;
  readonly example: OperatorExample;
}) {
  const given = Object.entries(example.given);
  const expect = Object.entries(example.expect);
  return (
    <section className="help-example" aria-label={example.title}>
      <h4>{example.title}</h4>
      <pre className="help-code">{JSON.stringify(example.config, null, 2)}</pre>
      {given.map(([port, records]) => (
        <RecordTable key={`in-${port}`} title={given.length === 1 ? "In" : `In, ${port}`} records={records} />
      ))}
      {expect.map(([port, records]) => (
        <RecordTable
          key={`out-${port}`}
          title={expect.length === 1 ? (operator.group === "sinks" ? "Written" : "Out") : `Out, ${port}`}
          records={records}
        />
      ))}
      {expect.length === 0 && <p className="help-quiet">Nothing comes out.</p>}
    </section>
  );
}

const MOST_COLUMNS = 6;

function RecordTable({ title, records }: { readonly title: string; readonly records: readonly ExampleRecord[] }) {
  const withTime = records.some(({ timestamp }) => timestamp !== undefined);
  const withKey = records.some(({ key }) => key !== undefined && key !== null);
  const fields = fieldsOfRecords(records);
  return (
    <div className="help-records">
      <span className="help-records-title">{title}</span>
      <table className="help-table help-data">
        <thead>
          <tr>
            {withTime && <th>time</th>}
            {withKey && <th>key</th>}
            {fields === null ? <th>value</th> : fields.map((name) => <th key={name}>{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {records.map((record, i) => (
            <tr key={i}>
              {withTime && <td>{record.timestamp === undefined ? "" : time(record.timestamp)}</td>}
              {withKey && <td>{cell(record.key)}</td>}
              {fields === null ? (
                <td>{cell(record.value)}</td>
              ) : (
                fields.map((name) => (
                  <td key={name}>
                    {isJsonObject(record.value)
                      ? cell(record.value[name])
                      : i >= 0 && record.value === null && name === fields[0]
                        ? "deleted"
                        : ""}
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Null where values are not all objects, or have too many fields for a table. */
function fieldsOfRecords(records: readonly ExampleRecord[]): readonly string[] | null {
  const names = new Set<string>();
  for (const { value } of records) {
    if (value === null) continue;
    if (!isJsonObject(value)) return null;
    for (const name of Object.keys(value)) names.add(name);
  }
  return names.size === 0 || names.size > MOST_COLUMNS ? null : [...names];
}

function cell(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The time alone: examples begin in 1970. */
function time(ms: number): string {
  return printInstant(ms)
    .replace(/^1970-01-01T/, "")
    .replace(/\.000Z$|Z$/, "");
}
