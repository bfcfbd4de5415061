/** What is typed for a record. */
export interface ReadHeaders {
  readonly headers: readonly [string, string][];
  readonly problem?: string;
}

/** One a line, `name: value`; the value may hold colons and be empty. */
export function readHeaders(text: string): ReadHeaders {
  const headers: [string, string][] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const colon = line.indexOf(":");
    if (colon <= 0) return { headers: [], problem: `“${line.trim().slice(0, 40)}” is not name: value` };
    headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return { headers };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
