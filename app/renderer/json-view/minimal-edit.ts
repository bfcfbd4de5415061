/** The smallest single change that makes one text of another. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function minimalEdit(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from += 1;
  let end = 0;
  while (end < most - from && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end += 1;
  return { from, to: before.length - end, text: after.slice(from, after.length - end) };
}
