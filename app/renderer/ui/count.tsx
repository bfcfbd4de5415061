import "./count.css";

export interface CountProps {
  readonly value: number;
  readonly tone?: "neutral" | "good" | "warn" | "bad" | undefined;
}

/** A small figure beside a name; above 999 it says `999+`. */
export function Count({ value, tone = "neutral" }: CountProps) {
  return <span className={`ui-count ui-count-${tone}`}>{value > 999 ? "999+" : value}</span>;
}
