import "./pill.css";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icons.ts";

export interface PillProps {
  readonly tone?: "neutral" | "accent" | "good" | "warn" | "bad" | undefined;
  readonly icon?: IconName | undefined;
  /** A dot in the colour of the tone. */
  readonly dot?: boolean | undefined;
  readonly children: ReactNode;
}

/** A bordered figure or state on the canvas or in a bar: `118`, `re-key`, `running`. Bold parts stand out: `<b>118</b>`. */
export function Pill({ tone = "neutral", icon, dot, children }: PillProps) {
  return (
    <span className={classNames("ui-pill", `ui-pill-${tone}`)}>
      {dot === true && <span className="ui-pill-dot" />}
      {icon !== undefined && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}
