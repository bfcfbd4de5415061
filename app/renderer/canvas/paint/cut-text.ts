/** Names that are cut to the room that they have. */
const cuts = new Map<string, string>();

/** As much of a name as fits. Measured once for each zoom, roughly. */
export function cut(context: CanvasRenderingContext2D, name: string, room: number, level: string): string {
  const key = `${level} ${name}`;
  const known = cuts.get(key);
  if (known !== undefined) return known;
  let text = name;
  if (context.measureText(text).width > room) {
    let kept = Math.max(1, Math.floor((name.length * room) / context.measureText(name).width) - 1);
    while (kept > 1 && context.measureText(`${name.slice(0, kept)}…`).width > room) kept -= 1;
    text = `${name.slice(0, kept).trimEnd()}…`;
  }
  if (cuts.size > 20_000) cuts.clear();
  cuts.set(key, text);
  return text;
}
