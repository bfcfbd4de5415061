/** Operators one below the other, as a list box that a search field drives. */
import { useEffect, useRef } from "react";
import type { AnyOperator } from "../../../shared/operators/operator.ts";
import { Chip, kindOfGroup } from "../ui/chip.tsx";
import "./operator-list.css";

export interface OperatorListProps {
  readonly id: string;
  readonly operators: readonly AnyOperator[];
  /** The one that Enter takes. */
  readonly active: string | null;
  readonly onPick: (operator: AnyOperator, shift: boolean) => void;
  /** Given, a row can be dragged away. */
  readonly onGrab?: ((operator: AnyOperator, event: React.PointerEvent<HTMLElement>) => void) | undefined;
}

export function OperatorList({ id, operators, active, onPick, onGrab }: OperatorListProps) {
  return (
    <ul className="operator-list" role="listbox" id={id} aria-label="Operators">
      {operators.map((operator) => (
        <Row
          key={operator.type}
          id={`${id}-${operator.type}`}
          operator={operator}
          active={operator.type === active}
          onPick={onPick}
          onGrab={onGrab}
        />
      ))}
    </ul>
  );
}

interface RowProps extends Pick<OperatorListProps, "onPick" | "onGrab"> {
  readonly id: string;
  readonly operator: AnyOperator;
  readonly active: boolean;
}

function Row({ id, operator, active, onPick, onGrab }: RowProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <li
      ref={row}
      role="option"
      aria-selected={active}
      id={id}
      data-operator={operator.type}
      className={`operator-list-row ui-kind-${kindOfGroup(operator.group)}`}
      title={operator.summary}
      onClick={(event) => onPick(operator, event.shiftKey)}
      onPointerDown={(event) => onGrab?.(operator, event)}
    >
      <Chip bare kind={kindOfGroup(operator.group)} icon={operator.icon} />
      <span className="operator-list-title">{operator.title}</span>
    </li>
  );
}
