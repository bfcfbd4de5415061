/** A minute of rates as a line, scaled to its own greatest value. */
export interface SparkProps {
  readonly points: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

const SECONDS = 60;

export function Spark({ points, width = 88, height = 14 }: SparkProps) {
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path d={sparkPath(points, width, height)} />
    </svg>
  );
}

export function sparkPath(points: readonly number[], width: number, height: number): string {
  const most = Math.max(1e-9, ...points);
  const step = width / (SECONDS - 1);
  const start = SECONDS - points.length;
  return points
    .map(
      (point, index) =>
        `${index === 0 ? "M" : "L"}${((start + index) * step).toFixed(1)} ${(height - 1 - (point / most) * (height - 2)).toFixed(1)}`,
    )
    .join("");
}
