import type { TopicRecord } from "../../../shared/protocol/topics.ts";
import { recordText } from "../topics/record-text.ts";

/** Of those that the runtime adds: they come last, as a record may bring headers of the same name. Empty where there is none. */
export function headerOf({ headers }: TopicRecord, name: string): string {
  const found = headers.findLast(([other]) => other === name)?.[1] ?? null;
  return found === null ? "" : recordText(found, "auto");
}
