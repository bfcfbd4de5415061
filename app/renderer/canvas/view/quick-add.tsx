/** A small searchable menu of the operators that fit where it was opened: after a port, on an edge, anywhere. */
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { catalogue } from "../../../../shared/operators/catalogue.ts";
import { findOperators } from "../../palette/find-operators.ts";
import { OperatorList } from "../../palette/operator-list.tsx";
import { rememberUse } from "../../palette/recent.ts";
import { SearchField } from "../../ui/search-field.tsx";
import { insertOperator, insertScene } from "../model/inserting.ts";
import { fits, type InsertTarget } from "../model/insert.ts";
import type { Point } from "../model/geometry.ts";
import { useCanvas } from "./canvas-context.tsx";
import "./quick-add.css";

const width = 248;
const height = 320;

export function QuickAdd() {
  const model = useCanvas();
  const open = useStore(model.view, (state) => state.quickAdd);
  return open === null ? null : (
    <Menu key={`${open.screen.x} ${open.screen.y}`} target={open.target} screen={open.screen} />
  );
}

function Menu({ target, screen }: { readonly target: InsertTarget; readonly screen: Point }) {
  const model = useCanvas();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const fitting = useMemo(() => {
    const scene = insertScene(model);
    return [...catalogue.values()].filter((operator) => fits(scene, operator, target));
  }, [model, target]);
  const found = findOperators(fitting, text);
  const close = (): void => {
    model.view.setState({ quickAdd: null });
    model.focus();
  };
  const add = (type: string | undefined): void => {
    const operator = type === undefined ? undefined : catalogue.get(type);
    if (operator === undefined) return;
    rememberUse(operator.type);
    insertOperator(model, operator, target);
    close();
  };
  const left = Math.max(8, Math.min(screen.x + 8, model.size.width - width - 8));
  const top = Math.max(8, Math.min(screen.y - 20, model.size.height - height - 8));
  return (
    <div
      className="quick-add"
      role="dialog"
      aria-label={titleOf(target)}
      data-own-pointer=""
      style={{ left, top, width, maxHeight: height }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) model.view.setState({ quickAdd: null });
      }}
    >
      <SearchField
        autoFocus
        size="small"
        placeholder={titleOf(target)}
        value={text}
        onChange={(value) => {
          setText(value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
          if (step !== 0) setAt(Math.max(0, Math.min(found.length - 1, at + step)));
          else if (event.key === "Enter") add(found[at]?.type);
          else if (event.key === "Escape") close();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <OperatorList
        operators={found}
        active={found[at]?.type ?? null}
        onPick={(operator) => add(operator.type)}
        id="quick-add-list"
      />
      {found.length === 0 && (
        <p className="quick-add-none">{text === "" ? "Nothing fits here." : "No operator of that name fits here."}</p>
      )}
    </div>
  );
}

function titleOf(target: InsertTarget): string {
  if (target.kind === "edge") return "Put on this edge";
  if (target.kind === "free") return "Add an operator";
  return target.side === "outputs" ? "Add what comes next" : "Add what comes before";
}
