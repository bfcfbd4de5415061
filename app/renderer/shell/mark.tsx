/** Two banks and what flows between them. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg
      className="mark"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M3 3v14M17 3v14M3 7c3.5 0 3.5 3 7 3s3.5-3 7-3M3 13c3.5 0 3.5 3 7 3s3.5-3 7-3" />
    </svg>
  );
}
