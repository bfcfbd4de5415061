/**
 * Groups of the kinds that kafkajs does not know: the consumer protocol (KIP-848), streams groups (KIP-1071, what Weir's own pipelines are on new brokers)
 * and share groups (KIP-932). Of each the state and the number of members is read; the rest of the answers is passed over.
 */
import type { DirectFetch, RawRequest } from "./direct-fetch.ts";
import { FlexibleReader, writeCompactString } from "./flexible.ts";

export interface ListedGroup {
  readonly group: string;
  readonly protocol: string;
  readonly state: string;
  readonly kind: GroupKind;
}

export type GroupKind = "classic" | "consumer" | "streams" | "share";

const emptyArray = Buffer.from([1]);
const noTags = Buffer.from([0]);

/** ListGroups v5: no filter of states, none of types. */
const listRequest: RawRequest = {
  name: "ListGroups",
  apiKey: 16,
  version: 5,
  body: Buffer.concat([emptyArray, emptyArray, noTags]),
};

/** Null where a broker is older than Kafka 4.0 and does not tell kinds. */
export async function listGroups(direct: DirectFetch): Promise<ListedGroup[] | null> {
  const answers = await direct.askAll(listRequest);
  return answers === null ? null : answers.flatMap(readList);
}

function readList(answer: Buffer): ListedGroup[] {
  const reader = new FlexibleReader(answer);
  reader.skip(4);
  reader.failure("ListGroups");
  return reader.array(() => {
    const [group, protocol, state, kind] = [reader.text(), reader.text(), reader.text(), reader.text().toLowerCase()];
    reader.tags();
    return { group, protocol, state, kind: kinds.find((one) => one === kind) ?? "classic" };
  });
}

const kinds: readonly GroupKind[] = ["classic", "consumer", "streams", "share"];

const describeRequests = {
  consumer: { name: "ConsumerGroupDescribe", apiKey: 69, version: 0 },
  streams: { name: "StreamsGroupDescribe", apiKey: 89, version: 0 },
  share: { name: "ShareGroupDescribe", apiKey: 77, version: 1 },
} as const;

/** Null where the coordinator does not know the request. */
export async function countMembers(
  direct: DirectFetch,
  group: string,
  kind: Exclude<GroupKind, "classic">,
): Promise<number | null> {
  const withoutOperations = Buffer.from([0]);
  const body = Buffer.concat([Buffer.from([2]), writeCompactString(group), withoutOperations, noTags]);
  const answer = await direct.askCoordinator(group, { ...describeRequests[kind], body });
  if (answer === null) return null;
  const reader = new FlexibleReader(answer);
  reader.skip(4);
  if (reader.length() < 1) return null;
  reader.failure(describeRequests[kind].name);
  reader.optionalText();
  reader.text();
  reader.text();
  // Epochs of the group and of its assignment.
  reader.skip(8);
  if (kind === "streams") passTopology(reader);
  else reader.text();
  return reader.length();
}

function passTopology(reader: FlexibleReader): void {
  if (!reader.present()) return;
  const texts = (): unknown => reader.array(() => reader.text());
  const topics = (): unknown =>
    reader.array(() => {
      reader.text();
      // Partitions and replicas.
      reader.skip(6);
      reader.array(() => {
        reader.text();
        reader.text();
        reader.tags();
      });
      reader.tags();
    });
  reader.skip(4);
  reader.array(() => {
    reader.text();
    texts();
    texts();
    topics();
    topics();
    reader.tags();
  });
  reader.tags();
}
