/** Places times on a line for drawings: stream time, windows, the record under the pointer. */

export interface TimeScale {
  /** Pixels from the left. Not clamped. */
  x(ms: number): number;
  /** The time at a place. */
  ms(x: number): number;
  /** Round times inside the range, at most about `count`, each with a label as short as the step allows. UTC. */
  ticks(count?: number): readonly Tick[];
}

export interface Tick {
  readonly ms: number;
  readonly x: number;
  readonly label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  second,
  2 * second,
  5 * second,
  10 * second,
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  90 * day,
  365 * day,
];

/** A range without length is widened to one second, so that `x` stays finite. */
export function timeScale(fromMs: number, toMs: number, width: number): TimeScale {
  const from = toMs > fromMs ? fromMs : fromMs - second / 2;
  const length = toMs > fromMs ? toMs - fromMs : second;
  const x = (ms: number): number => ((ms - from) / length) * width;
  return {
    x,
    ms: (at) => from + (at / width) * length,
    ticks: (count = 6) => {
      const step =
        steps.find((candidate) => length / candidate <= count) ?? Math.ceil(length / count / (365 * day)) * 365 * day;
      const first = Math.ceil(from / step) * step;
      const many = Math.floor((from + length - first) / step) + 1;
      return Array.from({ length: Math.max(0, many) }, (_, index) => {
        const ms = first + index * step;
        return { ms, x: x(ms), label: tickLabel(ms, step) };
      });
    },
  };
}

function tickLabel(ms: number, step: number): string {
  const iso = new Date(ms).toISOString();
  if (step < second) return iso.slice(17, 23);
  if (step < minute) return iso.slice(11, 19);
  if (step < day) return ms % day === 0 ? iso.slice(5, 10) : iso.slice(11, 16);
  return step < 365 * day ? iso.slice(5, 10) : iso.slice(0, 4);
}
