/** From where records of a topic are read, as a person types it. */
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import { parseInstant } from "../../../shared/records/instants.ts";

export type From = HostParams<"topics.records">["from"];

/** Null while what is typed is not a place. */
export function fromOf(kind: From["kind"], place: string): From | null {
  if (kind === "newest" || kind === "oldest") return { kind };
  const typed = place.trim();
  if (kind === "offset") return /^\d{1,19}$/.test(typed) ? { kind, offset: typed } : null;
  const timestampMs = parseInstant(typed);
  return timestampMs === undefined ? null : { kind, timestampMs };
}
