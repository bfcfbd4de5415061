/** Bounds on what one function may produce, so that no expression can exhaust the process. */
import { ExpressionError } from "./expression-error.ts";

/** Longest string that a function returns, in UTF-16 units; and longest byte array, in bytes. */
export const MAX_TEXT_LENGTH = 1 << 20;
/** Longest list that a function makes out of something that is not a list of that length. */
export const MAX_LIST_LENGTH = 100_000;

export function checkTextLength(length: number): void {
  if (length > MAX_TEXT_LENGTH)
    throw new ExpressionError("REC_0006", `The text would have ${length} characters; the limit is ${MAX_TEXT_LENGTH}.`);
}

export function boundedText(text: string): string {
  if (text.length > MAX_TEXT_LENGTH) checkTextLength(text.length);
  return text;
}

export function boundedList<T>(list: T[]): T[] {
  checkListLength(list.length);
  return list;
}

export function checkListLength(length: number): void {
  if (length > MAX_LIST_LENGTH)
    throw new ExpressionError("REC_0006", `The list would have ${length} items; the limit is ${MAX_LIST_LENGTH}.`);
}
