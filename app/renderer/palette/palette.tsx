/** The operators, to be found, added and dragged onto the canvas. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useStore } from "zustand";
import { catalogue } from "../../../shared/operators/catalogue.ts";
import type { AnyOperator } from "../../../shared/operators/operator.ts";
import { canvasOf } from "../canvas/model/canvas-of.ts";
import { defaultTarget, insertOperator } from "../canvas/model/inserting.ts";
import { useDocument, useSession } from "../stores/session.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { findOperators } from "./find-operators.ts";
import { startGrab } from "./grab.ts";
import { OperatorList } from "./operator-list.tsx";
import { loadRecent, recentStore, rememberUse } from "./recent.ts";
import "./palette.css";

const groups: readonly (readonly [string, readonly AnyOperator["group"][]])[] = [
  ["Sources", ["sources"]],
  ["Shape", ["transforms"]],
  ["Join and window", ["joins", "windows"]],
  ["Sinks", ["sinks"]],
];

interface Section {
  readonly title: string;
  readonly operators: readonly AnyOperator[];
}

export function Palette() {
  const session = useSession();
  const readOnly = useDocument((state) => state.readOnly);
  const recent = useRecent();
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    loadRecent().catch(() => {});
  }, []);
  const sections = sectionsFor(text, recent);
  const all = sections.flatMap(({ operators }, section) => operators.map((operator) => ({ operator, section })));
  const active = all[at];

  const add = (operator: AnyOperator, alone: boolean): void => {
    if (readOnly) return;
    const model = canvasOf(session);
    rememberUse(operator.type);
    insertOperator(model, operator, defaultTarget(model, operator, !alone));
  };
  const keyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setAt(Math.max(0, Math.min(all.length - 1, at + step)));
    else if (event.key === "Enter") {
      const chosen = active ?? (text === "" ? undefined : all[0]);
      if (chosen === undefined) return;
      add(chosen.operator, event.shiftKey);
      // What is typed next is the next operator.
      setText("");
      setAt(-1);
    } else if (event.key === "Escape" && text === "") canvasOf(session).focus();
    else return;
    event.preventDefault();
  };
  return (
    <nav className="palette" aria-label="Operators">
      <div className="palette-search">
        <SearchField
          ref={field}
          id="palette-search"
          placeholder="Add an operator"
          shortcut="/"
          value={text}
          onChange={(value) => {
            setText(value);
            setAt(value === "" ? -1 : 0);
          }}
          onKeyDown={keyDown}
        />
      </div>
      <div className="palette-groups">
        {sections.map(({ title, operators }, index) => (
          <section key={title}>
            <h3 className="palette-group">
              {title}
              <span>{operators.length}</span>
            </h3>
            <OperatorList
              id={`palette-${index}`}
              operators={operators}
              active={active?.section === index ? active.operator.type : null}
              onPick={(operator, shift) => add(operator, shift)}
              onGrab={readOnly ? undefined : (operator, event) => startGrab(canvasOf(session), operator, event)}
            />
          </section>
        ))}
        {all.length === 0 && <p className="palette-none">No operator is called that.</p>}
      </div>
    </nav>
  );
}

/** As they were when the palette opened: what is used now must not move the rows under the hand. */
function useRecent(): readonly string[] {
  const loaded = useStore(recentStore, (state) => state.loaded);
  return useMemo(() => (loaded ? recentStore.getState().types : []), [loaded]);
}

function sectionsFor(text: string, recent: readonly string[]): readonly Section[] {
  const operators = [...catalogue.values()];
  if (text.trim() !== "") {
    const found = findOperators(operators, text);
    return found.length === 0 ? [] : [{ title: "Found", operators: found }];
  }
  const last = recent.flatMap((type) => catalogue.get(type) ?? []);
  return [
    ...(last.length === 0 ? [] : [{ title: "Used last", operators: last }]),
    ...groups.map(([title, names]) => ({ title, operators: operators.filter(({ group }) => names.includes(group)) })),
  ];
}
