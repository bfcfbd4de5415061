/** The expression language on one page. */
import { Highlighted } from "../expression-editor/highlighted.tsx";
import { openHelp } from "./help-store.ts";

const lines: readonly (readonly [string, string])[] = [
  ['value.total > 100 && value.country == "PT"', "Compare and combine. Conditions are true or false, nothing else."],
  ['value.customer.city ?? "unknown"', "A field of null is null. ?? gives what is not there a default."],
  ['value.total > 100 ? "large" : "small"', "One of two."],
  ["`order ${value.id}`", "Text with values in it."],
  ["{ ...value, total: value.price * value.quantity }", "An object: all fields of another, and one more."],
  [
    "value.lines.filter((line) => line.price > 1).map((line) => line.sku)",
    "Lists: map, filter, some, every, find, reduce.",
  ],
  ['timestamp - duration("15m")', "Times and durations."],
  ["text.upper(value.name)", "Functions are called by name; values have no methods."],
  ['decimal("0.1") + 0.2', "Decimals are exact; a literal with a point is one beside a decimal."],
];

export function LanguagePage() {
  return (
    <article className="help-page">
      <h2>Expressions</h2>
      <p className="help-lead">
        An expression computes one value from one record. It always ends, and means the same here and in a run.
      </p>
      <table className="help-table">
        <tbody>
          {lines.map(([code, text]) => (
            <tr key={code}>
              <td>
                <code className="help-signature">
                  <Highlighted source={code} />
                </code>
              </td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>Null</h3>
      <p>
        What is missing is null, and a field of null is null. Everything else wants a value: what may be null does not
        go into arithmetic, an order, a text or a condition before it has a default or was tested.
      </p>
      <h3>Types</h3>
      <p>
        boolean, int (64 bits), number, decimal (exact), string, bytes, instant, duration, lists, maps, objects, and any
        for data whose type is not declared.
      </p>
      <button type="button" className="help-link" onClick={() => openHelp({ kind: "functions" })}>
        All functions
      </button>
    </article>
  );
}
