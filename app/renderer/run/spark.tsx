/** Rates of the last minute as a line, scaled to their greatest value. */
import { sparkPath } from "../canvas/view/figures.ts";
import "./spark.css";

export interface SparkProps {
  readonly points: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

export function Spark({ points, width = 88, height = 14 }: SparkProps) {
  const path = sparkPath(points, width, height);
  return (
    <svg
      className="spark"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      data-still={path === null || undefined}
    >
      <path d={path ?? `M0 ${height - 1}L${width} ${height - 1}`} />
    </svg>
  );
}
