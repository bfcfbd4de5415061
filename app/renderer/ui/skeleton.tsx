import "./skeleton.css";

export interface SkeletonProps {
  /** Spoken, not shown; "Loading" when not given. */
  readonly label?: string | undefined;
  /** Lines of text it stands for; 1 when not given. */
  readonly lines?: number | undefined;
}

/** Takes the place of text that is on its way, in its size; the last of several lines is shorter. */
export function Skeleton({ label = "Loading", lines = 1 }: SkeletonProps) {
  return (
    <div className="ui-skeleton" role="status" aria-busy="true">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="ui-skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
