import "./spinner.css";

export interface SpinnerProps {
  /** What is waited for; without it the spinner is decoration beside a text that says it. */
  readonly label?: string | undefined;
  /** Pixels; 16 when not given. */
  readonly size?: number | undefined;
}

export function Spinner({ label, size = 16 }: SpinnerProps) {
  return (
    <span
      className="ui-spinner"
      {...(label === undefined ? { "aria-hidden": true } : { role: "status", "aria-label": label })}
    >
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        aria-hidden="true"
      >
        <circle cx="8" cy="8" r="6" opacity="0.25" />
        <path d="M14 8a6 6 0 0 0-6-6" strokeLinecap="round" />
      </svg>
    </span>
  );
}
