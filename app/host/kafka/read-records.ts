/** Records of a topic as the browser shows them: a window of each partition, looked through until there are enough. No group, no commits. */
import type { Admin } from "kafkajs";
import type { HostParams } from "../../../shared/protocol/host-methods.ts";
import type { TopicRecord } from "../../../shared/protocol/topics.ts";
import type { DirectFetch } from "./direct-fetch.ts";
import { mapLimited } from "./map-limited.ts";
import { headerList, type FetchedMessage } from "./visible-messages.ts";

export type RecordsQuery = Omit<HostParams<"topics.records">, "cluster">;

interface Span {
  readonly partition: number;
  readonly first: bigint;
  readonly end: bigint;
}

interface Found {
  readonly partition: number;
  readonly message: FetchedMessage;
}

const atOnce = 6;
const fetchBytes = 1_048_576;

/**
 * Newest first for "newest", otherwise oldest first; records of several partitions are put together by their timestamps. What was found until
 * `deadlineMs` (milliseconds since 1970) is the answer: a search of a large topic ends there.
 */
export async function readRecords(
  admin: Admin,
  reader: DirectFetch,
  query: RecordsQuery,
  deadlineMs: number,
): Promise<TopicRecord[]> {
  const { topic, from, limit, search } = query;
  const spans = await spansOf(admin, query);
  const wanted = matcher(search);
  const look = { reader, topic, limit, wanted, deadlineMs };
  const found = await mapLimited(spans, atOnce, (span) =>
    from.kind === "newest" ? readBackwards(look, span) : readForwards(look, span),
  );
  const direction = from.kind === "newest" ? -1 : 1;
  return found
    .flat()
    .toSorted((one, other) => direction * compare(one, other))
    .slice(0, limit)
    .map(recordOf);
}

interface Look {
  readonly reader: DirectFetch;
  readonly topic: string;
  readonly limit: number;
  readonly wanted: (message: FetchedMessage) => boolean;
  readonly deadlineMs: number;
}

async function readForwards(look: Look, span: Span): Promise<Found[]> {
  const found: Found[] = [];
  await scan(look, span, (message) => {
    found.push({ partition: span.partition, message });
    return found.length < look.limit;
  });
  return found;
}

/** Windows that double in size, from the end to the beginning: gaps (compaction, markers) and searches need more than the last few offsets. */
async function readBackwards(look: Look, { partition, first, end }: Span): Promise<Found[]> {
  let found: Found[] = [];
  let size = BigInt(look.limit);
  for (let to = end; to > first && found.length < look.limit && Date.now() < look.deadlineMs; size *= 2n) {
    const start = to - size > first ? to - size : first;
    const window: Found[] = [];
    await scan(look, { partition, first: start, end: to }, (message) => {
      window.push({ partition, message });
      // Of a large window only the newest can be wanted.
      if (window.length > 2 * look.limit) window.splice(0, look.limit);
      return true;
    });
    found = [...window, ...found].slice(-look.limit);
    to = start;
  }
  return found;
}

/** From `first` up to `end`, until `visit` says that it is enough. */
async function scan(
  look: Look,
  { partition, first, end }: Span,
  visit: (message: FetchedMessage) => boolean,
): Promise<void> {
  for (let at = first; at < end && Date.now() < look.deadlineMs;) {
    const { messages, next, stableEnd } = await look.reader.fetch(look.topic, partition, at, fetchBytes);
    for (const message of messages) {
      if (BigInt(message.offset) >= end) return;
      if (look.wanted(message) && !visit(message)) return;
    }
    // Nothing more can be read: the rest belongs to an open transaction, or was compacted away.
    if (next === at || next >= stableEnd) return;
    at = next;
  }
}

async function spansOf(admin: Admin, { topic, partition, from }: RecordsQuery): Promise<Span[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  const starts =
    from.kind === "time"
      ? new Map(
          (await admin.fetchTopicOffsetsByTimestamp(topic, from.timestampMs)).map((one) => [one.partition, one.offset]),
        )
      : null;
  const spans = offsets.map((one): Span => {
    const low = BigInt(one.low);
    const start =
      from.kind === "offset" ? BigInt(from.offset) : starts === null ? low : BigInt(starts.get(one.partition) ?? low);
    return { partition: one.partition, first: start > low ? start : low, end: BigInt(one.high) };
  });
  if (partition === null) return spans;
  const chosen = spans.filter((span) => span.partition === partition);
  if (chosen.length === 0) throw Object.assign(new Error("no such partition"), { type: "UNKNOWN_TOPIC_OR_PARTITION" });
  return chosen;
}

/** Upper and lower case are the same. */
function matcher(search: string | null): (message: FetchedMessage) => boolean {
  if (search === null || search === "") return () => true;
  const wanted = search.toLowerCase();
  const holds = (bytes: Buffer | null): boolean =>
    bytes !== null && bytes.toString("utf8").toLowerCase().includes(wanted);
  return ({ key, value }) => holds(value) || holds(key);
}

function compare(one: Found, other: Found): number {
  return (
    Number(one.message.timestamp) - Number(other.message.timestamp) ||
    one.partition - other.partition ||
    Number(BigInt(one.message.offset) - BigInt(other.message.offset))
  );
}

function recordOf({ partition, message }: Found): TopicRecord {
  return {
    partition,
    offset: message.offset,
    timestampMs: Number(message.timestamp),
    key: message.key?.toString("base64") ?? null,
    value: message.value?.toString("base64") ?? null,
    headers: headerList(message).map(([name, value]) => [name, value?.toString("base64") ?? null]),
  };
}
