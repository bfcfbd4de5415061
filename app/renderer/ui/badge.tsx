import "./badge.css";
import type { ReactNode } from "react";

export interface BadgeProps {
  /** `warn` is solid: it is seen from far, at most one on a thing. */
  readonly tone?: "neutral" | "accent" | "good" | "warn" | "bad" | undefined;
  readonly children: ReactNode;
}

/** A word or two about a thing: `state grows`, `CDC`, `draft`. */
export function Badge({ tone = "neutral", children }: BadgeProps) {
  return <span className={`ui-badge ui-badge-${tone}`}>{children}</span>;
}
