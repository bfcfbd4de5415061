/** Every function of the expression language, by family, with signatures and examples that are run as tests. */
import { useEffect, useRef } from "react";
import type { Family, LibraryFunction } from "../../../shared/expressions/functions/library-function.ts";
import { library } from "../../../shared/expressions/functions/library.ts";
import { aggregateFunctions } from "../../../shared/operators/windows/aggregate-functions.ts";
import { Highlighted } from "../expression-editor/highlighted.tsx";
import { showExample } from "../expression-editor/language/function-help.ts";
import { InlineCode } from "../ui/inline-code.tsx";

const families: Readonly<Record<Family, string>> = {
  text: "Text",
  number: "Numbers",
  decimal: "Decimals",
  time: "Time",
  list: "Lists",
  object: "Objects",
  convert: "Conversions",
  null: "Null",
  json: "JSON",
  bytes: "Bytes",
  hash: "Hashes",
  mask: "Masks",
  url: "Addresses",
  geo: "Places",
};

export function FunctionReference({ name }: { readonly name: string | undefined }) {
  const body = useRef<HTMLElement>(null);
  useEffect(() => {
    if (name !== undefined)
      body.current?.querySelector(`[data-function="${CSS.escape(name)}"]`)?.scrollIntoView({ block: "start" });
  }, [name]);
  const groups = [...Map.groupBy(library.values(), (fn) => fn.family)];
  return (
    <article className="help-page" ref={body}>
      <h2>Functions</h2>
      <p className="help-lead">
        {library.size} functions for expressions, and {aggregateFunctions.length} over many records.
      </p>
      <nav className="help-families" aria-label="Families">
        {groups.map(([family]) => (
          <button
            key={family}
            type="button"
            className="help-link"
            onClick={() => body.current?.querySelector(`[data-family=${family}]`)?.scrollIntoView({ block: "start" })}
          >
            {families[family]}
          </button>
        ))}
      </nav>
      {groups.map(([family, functions]) => (
        <section key={family} data-family={family} aria-label={families[family]}>
          <h3>{families[family]}</h3>
          {functions.map((fn) => (
            <FunctionEntry key={fn.name} fn={fn} marked={fn.name === name} />
          ))}
        </section>
      ))}
      <section aria-label="Over many records">
        <h3>Over many records</h3>
        {aggregateFunctions.map((fn) => (
          <div
            key={fn.name}
            className="help-function"
            data-function={fn.name}
            data-marked={fn.name === name || undefined}
          >
            <code className="help-signature">
              <Highlighted source={fn.form} />
            </code>
            <p>
              {fn.summary}{" "}
              {fn.state === "growing" && <span className="help-quiet">Its state grows with the records.</span>}
            </p>
          </div>
        ))}
      </section>
    </article>
  );
}

function FunctionEntry({ fn, marked }: { readonly fn: LibraryFunction; readonly marked: boolean }) {
  const parameters = Object.entries(fn.parameters);
  return (
    <div className="help-function" data-function={fn.name} data-marked={marked || undefined}>
      {fn.signatures.map(({ text }) => (
        <code key={text} className="help-signature">
          <b>{fn.name}</b>
          {text}
        </code>
      ))}
      <p>{fn.summary}</p>
      {parameters.length > 0 && (
        <ul className="help-parameters">
          {parameters.map(([name, text]) => (
            <li key={name}>
              <InlineCode>{name}</InlineCode> {text}
            </li>
          ))}
        </ul>
      )}
      {fn.examples.slice(0, 2).map(({ src, value }) => (
        <div key={src} className="help-example-line">
          <code>
            <Highlighted source={src} />
          </code>
          <code className="help-quiet">{showExample(value)}</code>
        </div>
      ))}
    </div>
  );
}
