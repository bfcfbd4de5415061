/** Figures the way people read them, with their unit. */
export function count(value: number): string {
  if (value < 1000) return String(Math.round(value));
  const [scaled, unit] = value < 1e6 ? [value / 1e3, "k"] : value < 1e9 ? [value / 1e6, "M"] : [value / 1e9, "G"];
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${unit}`;
}

export function rate(perSecond: number): string {
  if (perSecond === 0) return "0 /s";
  if (perSecond < 10) return `${perSecond.toFixed(1)} /s`;
  return perSecond < 1000 ? `${Math.round(perSecond)} /s` : `${count(perSecond)}/s`;
}

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
