import "./progress.css";

export interface ProgressProps {
  readonly label: string;
  /** 0 to 1; undefined while it is not known. */
  readonly value?: number | undefined;
  /** Right of the label, e.g. `1 240 of 5 000 records`. */
  readonly detail?: string | undefined;
  readonly tone?: "accent" | "good" | "warn" | "bad" | undefined;
}

export function Progress({ label, value, detail, tone = "accent" }: ProgressProps) {
  return (
    <label className={`ui-progress ui-progress-${tone}`}>
      <span className="ui-progress-head">
        <span>{label}</span>
        <span className="ui-progress-detail">
          {detail ?? (value === undefined ? "" : `${Math.round(value * 100)} %`)}
        </span>
      </span>
      <progress className="ui-progress-bar" value={value} max={1} />
    </label>
  );
}
