/** Help at the side of the window: it does not cover what it is about, and stays while one works. */
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import { IconButton } from "../ui/button.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { FunctionReference } from "./function-reference.tsx";
import { HelpContents } from "./help-contents.tsx";
import { searchHelp } from "./help-search.ts";
import { closeHelp, goBack, helpStore, openHelp, type HelpTopic } from "./help-store.ts";
import { LanguagePage } from "./language-page.tsx";
import { OperatorPage } from "./operator-page.tsx";
import "./help-sheet.css";

export function HelpSheet() {
  const topic = useStore(helpStore, (state) => state.topic);
  return topic === null ? null : <Sheet topic={topic} />;
}

function Sheet({ topic }: { readonly topic: HelpTopic }) {
  const before = useStore(helpStore, (state) => state.before);
  const [search, setSearch] = useState("");
  const sheet = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = sheet.current;
    element?.showPopover();
    element?.querySelector("input")?.focus();
    return () => element?.hidePopover();
  }, []);
  useEffect(() => {
    setSearch("");
    body.current?.scrollTo(0, 0);
  }, [topic]);
  const found = searchHelp(search);
  return (
    <aside
      ref={sheet}
      popover="manual"
      className="help-sheet"
      aria-label="Help"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        closeHelp();
      }}
    >
      <header className="help-sheet-head">
        {before.length > 0 && <IconButton icon="arrow-left" size="small" label="Back" onClick={goBack} />}
        <SearchField value={search} onChange={setSearch} placeholder="Search the help" size="small" />
        <IconButton icon="x" size="small" label="Close the help" onClick={closeHelp} />
      </header>
      <div className="help-sheet-body" ref={body} tabIndex={-1}>
        {search.trim() === "" ? (
          <Page topic={topic} />
        ) : (
          <ul className="help-results" aria-label="Found">
            {found.map((entry) => (
              <li key={`${entry.group}${entry.title}`}>
                <button type="button" className="help-result" onClick={() => openHelp(entry.topic)}>
                  <span className={entry.group === "Functions" ? "help-result-code" : "help-result-title"}>
                    {entry.title}
                  </span>
                  <span className="help-result-group">{entry.group}</span>
                  <span className="help-result-text">{entry.text}</span>
                </button>
              </li>
            ))}
            {found.length === 0 && (
              <li className="help-none">Nothing is found for that. Try a word of what you want to do.</li>
            )}
          </ul>
        )}
      </div>
    </aside>
  );
}

function Page({ topic }: { readonly topic: HelpTopic }) {
  switch (topic.kind) {
    case "operator": {
      const operator = catalogue.get(topic.type);
      return operator === undefined ? <HelpContents /> : <OperatorPage key={topic.type} operator={operator} />;
    }
    case "functions":
      return <FunctionReference name={topic.name} />;
    case "language":
      return <LanguagePage />;
    default:
      return <HelpContents />;
  }
}
